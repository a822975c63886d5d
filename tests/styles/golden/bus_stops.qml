<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="190000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="0">
 <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">
  <symbols>
   <symbol name="0" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="square" />
      <Option name="color" type="QString" value="43,108,176,255" />
      <Option name="size" type="QString" value="2.8" />
      <Option name="size_unit" type="QString" value="MM" />
      <Option name="outline_color" type="QString" value="255,255,255,255" />
      <Option name="outline_width" type="QString" value="0.28" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="size" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 2.8, 1.4)" />
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
   <placement placement="6" distUnits="MM" placementFlags="9" dist="2.1" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="24000" drawLabels="1" obstacle="1" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
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
  <alias index="0" field="stop_id" name="Mã điểm dừng" />
  <alias index="1" field="name" name="Tên điểm dừng" />
  <alias index="2" field="routes" name="Các tuyến" />
  <alias index="3" field="shelter" name="Có nhà chờ" />
  <alias index="4" field="road_name" name="Tuyến đường" />
  <alias index="5" field="status" name="Tình trạng" />
  <alias index="6" field="commune_code" name="Mã xã" />
 </aliases>
</qgis>
