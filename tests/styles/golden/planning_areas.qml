<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="3100000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="plan_level" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="QHC" label="Quy hoạch chung" symbol="0" render="true" />
   <category value="QHPK" label="Quy hoạch phân khu" symbol="1" render="true" />
   <category value="QHCT" label="Quy hoạch chi tiết" symbol="2" render="true" />
   <category value="QHRG" label="Quy hoạch chi tiết rút gọn" symbol="3" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="4" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="140,107,177,255" />
      <Option name="line_width" type="QString" value="0.672" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="2.8;0.84;0.56;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
    </layer>
   </symbol>
   <symbol name="1" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="106,81,163,255" />
      <Option name="line_width" type="QString" value="0.672" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="2.8;0.84;0.56;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
    </layer>
   </symbol>
   <symbol name="2" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="74,20,134,255" />
      <Option name="line_width" type="QString" value="0.672" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="2.8;0.84;0.56;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
    </layer>
   </symbol>
   <symbol name="3" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="45,11,89,255" />
      <Option name="line_width" type="QString" value="0.672" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="2.8;0.84;0.56;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
    </layer>
   </symbol>
   <symbol name="4" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="138,143,152,255" />
      <Option name="line_width" type="QString" value="0.672" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="2.8;0.84;0.56;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Bold" fontWeight="75" fontItalic="0" fontSize="3.36" fontSizeUnit="MM" fontLetterSpacing="0" textColor="60,42,107,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="3100000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="plan_level">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Quy hoạch chung" type="QString" value="QHC" />
       </Option>
       <Option type="Map">
        <Option name="Quy hoạch phân khu" type="QString" value="QHPK" />
       </Option>
       <Option type="Map">
        <Option name="Quy hoạch chi tiết" type="QString" value="QHCT" />
       </Option>
       <Option type="Map">
        <Option name="Quy hoạch chi tiết rút gọn" type="QString" value="QHRG" />
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
        <Option name="Đang lập" type="QString" value="lap" />
       </Option>
       <Option type="Map">
        <Option name="Đang thẩm định" type="QString" value="tham_dinh" />
       </Option>
       <Option type="Map">
        <Option name="Đã phê duyệt" type="QString" value="phe_duyet" />
       </Option>
       <Option type="Map">
        <Option name="Đang điều chỉnh" type="QString" value="dang_dieu_chinh" />
       </Option>
       <Option type="Map">
        <Option name="Đã điều chỉnh" type="QString" value="dieu_chinh" />
       </Option>
       <Option type="Map">
        <Option name="Đã được thay thế" type="QString" value="thay_the" />
       </Option>
       <Option type="Map">
        <Option name="Đã hủy bỏ" type="QString" value="huy_bo" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="plan_id" name="Mã đồ án" />
  <alias index="1" field="name" name="Tên đồ án" />
  <alias index="2" field="plan_level" name="Cấp độ quy hoạch" />
  <alias index="3" field="planning_info_code" name="Mã thông tin quy hoạch" />
  <alias index="4" field="status" name="Tình trạng pháp lý" />
  <alias index="5" field="decision_no" name="Số quyết định phê duyệt" />
  <alias index="6" field="decision_date" name="Ngày quyết định" />
  <alias index="7" field="authority" name="Cơ quan phê duyệt" />
  <alias index="8" field="scale" name="Mẫu số tỷ lệ bản đồ" />
  <alias index="9" field="valid_from" name="Hiệu lực từ" />
  <alias index="10" field="valid_to" name="Hiệu lực đến" />
  <alias index="11" field="replaced_by" name="Được thay thế bởi đồ án" />
  <alias index="12" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
