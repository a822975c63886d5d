<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="3100000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="122,106,88,153" />
      <Option name="outline_color" type="QString" value="76,66,55,255" />
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
   <text-style fieldName="sheet" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="3100000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration />
 <aliases>
  <alias index="0" field="sheet" name="Mảnh" />
  <alias index="1" field="method" name="Phương pháp thu nhận" />
  <alias index="2" field="surveyed_on" name="Ngày đo" />
  <alias index="3" field="file" name="Mã băm SHA-256 của tệp" />
  <alias index="4" field="size_bytes" name="Dung lượng tệp" />
  <alias index="5" field="columns" name="Số cột điểm ảnh" />
  <alias index="6" field="rows" name="Số hàng điểm ảnh" />
  <alias index="7" field="resolution_m" name="Kích thước điểm ảnh" />
  <alias index="8" field="known_pct" name="Tỷ lệ có giá trị" />
  <alias index="9" field="value_min" name="Giá trị nhỏ nhất" />
  <alias index="10" field="value_max" name="Giá trị lớn nhất" />
  <alias index="11" field="source_name" name="Tệp giao nộp" />
  <alias index="12" field="source_crs" name="Hệ tọa độ giao nộp" />
  <alias index="13" field="datum_operation" name="Phép chuyển hệ quy chiếu" />
 </aliases>
</qgis>
