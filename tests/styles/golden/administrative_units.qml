<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="12000000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="222,214,227,64" />
      <Option name="outline_color" type="QString" value="122,92,142,255" />
      <Option name="outline_width" type="QString" value="0.448" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="dash" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="3.36" fontSizeUnit="MM" fontLetterSpacing="0.202" textColor="94,69,112,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="12000000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Phường" type="QString" value="phuong" />
       </Option>
       <Option type="Map">
        <Option name="Xã" type="QString" value="xa" />
       </Option>
       <Option type="Map">
        <Option name="Đặc khu" type="QString" value="dac_khu" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="commune_code" name="Mã xã" />
  <alias index="1" field="name" name="Tên" />
  <alias index="2" field="kind" name="Loại đơn vị" />
  <alias index="3" field="province_code" name="Mã tỉnh" />
  <alias index="4" field="valid_from" name="Hiệu lực từ" />
  <alias index="5" field="valid_to" name="Hiệu lực đến" />
  <alias index="6" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
