<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="190000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="232,153,141,46" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.224" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="232,153,141,255" />
     </Option>
     <symbol name="@0@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="232,153,141,255" />
        <Option name="line_width" type="QString" value="0.224" />
        <Option name="line_width_unit" type="QString" value="MM" />
        <Option name="line_style" type="QString" value="solid" />
        <Option name="joinstyle" type="QString" value="round" />
        <Option name="capstyle" type="QString" value="square" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="no" />
      <Option name="color" type="QString" value="0,0,0,0" />
      <Option name="outline_color" type="QString" value="193,68,58,255" />
      <Option name="outline_width" type="QString" value="0.252" />
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
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="2.8" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="24000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="basis">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Theo quy hoạch" type="QString" value="quy_hoach" />
       </Option>
       <Option type="Map">
        <Option name="Theo quyết định công bố" type="QString" value="quyet_dinh" />
       </Option>
       <Option type="Map">
        <Option name="Theo hiện trạng" type="QString" value="hien_trang" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="reserve_id" name="Mã lộ giới" />
  <alias index="1" field="road_id" name="Mã đường" />
  <alias index="2" field="name" name="Tên đường" />
  <alias index="3" field="reserve_width_m" name="Lộ giới" />
  <alias index="4" field="basis" name="Căn cứ" />
  <alias index="5" field="decision_no" name="Số quyết định" />
  <alias index="6" field="decision_date" name="Ngày quyết định" />
  <alias index="7" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
