<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="390000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="cong_vien" label="Công viên" symbol="0" render="true" />
   <category value="vuon_hoa" label="Vườn hoa" symbol="1" render="true" />
   <category value="quang_truong" label="Quảng trường" symbol="2" render="true" />
   <category value="san_choi" label="Sân chơi, sân thể thao" symbol="3" render="true" />
   <category value="dai_cay_xanh" label="Dải cây xanh" symbol="4" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="5" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="102,204,0,153" />
      <Option name="outline_color" type="QString" value="63,126,0,255" />
      <Option name="outline_width" type="QString" value="0.224" />
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
      <Option name="color" type="QString" value="153,217,77,153" />
      <Option name="outline_color" type="QString" value="95,135,48,255" />
      <Option name="outline_width" type="QString" value="0.224" />
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
      <Option name="color" type="QString" value="217,199,127,153" />
      <Option name="outline_color" type="QString" value="135,123,79,255" />
      <Option name="outline_width" type="QString" value="0.224" />
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
      <Option name="color" type="QString" value="166,217,106,153" />
      <Option name="outline_color" type="QString" value="103,135,66,255" />
      <Option name="outline_width" type="QString" value="0.224" />
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
      <Option name="color" type="QString" value="65,171,93,153" />
      <Option name="outline_color" type="QString" value="40,106,58,255" />
      <Option name="outline_width" type="QString" value="0.224" />
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
      <Option name="outline_width" type="QString" value="0.224" />
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
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="390000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Công viên" type="QString" value="cong_vien" />
       </Option>
       <Option type="Map">
        <Option name="Vườn hoa" type="QString" value="vuon_hoa" />
       </Option>
       <Option type="Map">
        <Option name="Quảng trường" type="QString" value="quang_truong" />
       </Option>
       <Option type="Map">
        <Option name="Sân chơi, sân thể thao" type="QString" value="san_choi" />
       </Option>
       <Option type="Map">
        <Option name="Dải cây xanh" type="QString" value="dai_cay_xanh" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="park_id" name="Mã công viên" />
  <alias index="1" field="name" name="Tên" />
  <alias index="2" field="kind" name="Loại" />
  <alias index="3" field="manager" name="Đơn vị quản lý" />
  <alias index="4" field="commune_code" name="Mã xã" />
  <alias index="5" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
