<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="6200000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="song" label="Mặt sông" symbol="0" render="true" />
   <category value="ho_chua" label="Hồ chứa" symbol="1" render="true" />
   <category value="ho" label="Hồ, bàu" symbol="2" render="true" />
   <category value="ao" label="Ao, đầm" symbol="3" render="true" />
   <category value="bien" label="Biển" symbol="4" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="5" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="158,202,225,153" />
      <Option name="outline_color" type="QString" value="98,125,140,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="1" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="66,146,198,153" />
      <Option name="outline_color" type="QString" value="41,91,123,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="2" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="107,174,214,153" />
      <Option name="outline_color" type="QString" value="66,108,133,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="3" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="166,216,232,153" />
      <Option name="outline_color" type="QString" value="103,134,144,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="4" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="198,219,239,153" />
      <Option name="outline_color" type="QString" value="123,136,148,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="5" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="138,143,152,153" />
      <Option name="outline_color" type="QString" value="86,89,94,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="6200000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Mặt sông" type="QString" value="song" />
       </Option>
       <Option type="Map">
        <Option name="Hồ chứa" type="QString" value="ho_chua" />
       </Option>
       <Option type="Map">
        <Option name="Hồ, bàu" type="QString" value="ho" />
       </Option>
       <Option type="Map">
        <Option name="Ao, đầm" type="QString" value="ao" />
       </Option>
       <Option type="Map">
        <Option name="Biển" type="QString" value="bien" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="water_id" name="Mã mặt nước" />
  <alias index="1" field="name" name="Tên" />
  <alias index="2" field="kind" name="Loại" />
  <alias index="3" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
