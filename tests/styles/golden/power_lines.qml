<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="770000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="voltage" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="V04" label="0,4 kV" symbol="0" render="true" />
   <category value="V22" label="22 kV" symbol="1" render="true" />
   <category value="V35" label="35 kV" symbol="2" render="true" />
   <category value="V110" label="110 kV" symbol="3" render="true" />
   <category value="V220" label="220 kV" symbol="4" render="true" />
   <category value="V500" label="500 kV" symbol="5" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="6" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="253,208,162,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(770000), 0.392, 0.196)" />
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
      <Option name="line_color" type="QString" value="253,174,107,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(770000), 0.392, 0.196)" />
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
      <Option name="line_color" type="QString" value="241,105,19,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(770000), 0.392, 0.196)" />
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
      <Option name="line_color" type="QString" value="217,72,1,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(770000), 0.392, 0.196)" />
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
      <Option name="line_color" type="QString" value="166,54,3,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(770000), 0.392, 0.196)" />
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
      <Option name="line_color" type="QString" value="127,39,4,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(770000), 0.392, 0.196)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="6" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="138,143,152,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(770000), 0.392, 0.196)" />
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
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="770000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="voltage">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="0,4 kV" type="QString" value="V04" />
       </Option>
       <Option type="Map">
        <Option name="22 kV" type="QString" value="V22" />
       </Option>
       <Option type="Map">
        <Option name="35 kV" type="QString" value="V35" />
       </Option>
       <Option type="Map">
        <Option name="110 kV" type="QString" value="V110" />
       </Option>
       <Option type="Map">
        <Option name="220 kV" type="QString" value="V220" />
       </Option>
       <Option type="Map">
        <Option name="500 kV" type="QString" value="V500" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="placement">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Đi nổi" type="QString" value="noi" />
       </Option>
       <Option type="Map">
        <Option name="Đi ngầm" type="QString" value="ngam" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="status">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Đang vận hành" type="QString" value="van_hanh" />
       </Option>
       <Option type="Map">
        <Option name="Tạm ngừng" type="QString" value="tam_ngung" />
       </Option>
       <Option type="Map">
        <Option name="Xuống cấp, cần duy tu" type="QString" value="xuong_cap" />
       </Option>
       <Option type="Map">
        <Option name="Hỏng, chờ sửa" type="QString" value="hong" />
       </Option>
       <Option type="Map">
        <Option name="Đang xây dựng" type="QString" value="dang_xay" />
       </Option>
       <Option type="Map">
        <Option name="Dự kiến" type="QString" value="du_kien" />
       </Option>
       <Option type="Map">
        <Option name="Đã tháo dỡ" type="QString" value="thao_do" />
       </Option>
       <Option type="Map">
        <Option name="Đã mất" type="QString" value="mat" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="line_id" name="Mã đường dây" />
  <alias index="1" field="name" name="Tên xuất tuyến" />
  <alias index="2" field="voltage" name="Cấp điện áp" />
  <alias index="3" field="placement" name="Hình thức đi dây" />
  <alias index="4" field="corridor_m" name="Hành lang an toàn mỗi bên" />
  <alias index="5" field="manager" name="Đơn vị quản lý" />
  <alias index="6" field="year_built" name="Năm xây dựng" />
  <alias index="7" field="status" name="Tình trạng" />
  <alias index="8" field="length_m" name="Chiều dài" />
 </aliases>
</qgis>
