<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="3100000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="song" label="Sông" symbol="0" render="true" />
   <category value="suoi" label="Suối" symbol="1" render="true" />
   <category value="kenh_chinh" label="Kênh chính" symbol="2" render="true" />
   <category value="kenh_nhanh" label="Kênh nhánh" symbol="3" render="true" />
   <category value="muong" label="Mương, rạch" symbol="4" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="5" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="33,113,181,255" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(12000), ln(3100000), 0.448, 0.224)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="66,146,198,255" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(12000), ln(3100000), 0.448, 0.224)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="2" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="8,104,172,255" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(12000), ln(3100000), 0.448, 0.224)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="3" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="67,162,202,255" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(12000), ln(3100000), 0.448, 0.224)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="4" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="123,204,196,255" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(12000), ln(3100000), 0.448, 0.224)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="5" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="138,143,152,255" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(12000), ln(3100000), 0.448, 0.224)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="0" multilineAlign="1" />
   <placement placement="3" distUnits="MM" placementFlags="10" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="60" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="3100000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Sông" type="QString" value="song" />
       </Option>
       <Option type="Map">
        <Option name="Suối" type="QString" value="suoi" />
       </Option>
       <Option type="Map">
        <Option name="Kênh chính" type="QString" value="kenh_chinh" />
       </Option>
       <Option type="Map">
        <Option name="Kênh nhánh" type="QString" value="kenh_nhanh" />
       </Option>
       <Option type="Map">
        <Option name="Mương, rạch" type="QString" value="muong" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="waterway_id" name="Mã dòng chảy" />
  <alias index="1" field="name" name="Tên" />
  <alias index="2" field="kind" name="Loại" />
  <alias index="3" field="system" name="Thuộc hệ thống" />
  <alias index="4" field="width_m" name="Bề rộng" />
  <alias index="5" field="manager" name="Đơn vị quản lý" />
  <alias index="6" field="length_m" name="Chiều dài" />
 </aliases>
</qgis>
