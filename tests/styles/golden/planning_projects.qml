<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="770000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="status" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="chu_truong" label="Đã có chủ trương đầu tư" symbol="0" render="true" />
   <category value="chuan_bi" label="Chuẩn bị đầu tư" symbol="1" render="true" />
   <category value="thuc_hien" label="Đang thực hiện" symbol="2" render="true" />
   <category value="hoan_thanh" label="Đã hoàn thành" symbol="3" render="true" />
   <category value="tam_dung" label="Tạm dừng" symbol="4" render="true" />
   <category value="thu_hoi" label="Đã thu hồi" symbol="5" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="6" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="254,227,145,38" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.24" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="254,227,145,255" />
     </Option>
     <symbol name="@0@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="254,227,145,255" />
        <Option name="line_width" type="QString" value="0.28" />
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
      <Option name="outline_color" type="QString" value="157,141,90,255" />
      <Option name="outline_width" type="QString" value="0.448" />
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
      <Option name="color" type="QString" value="254,196,79,38" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.24" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="254,196,79,255" />
     </Option>
     <symbol name="@1@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="254,196,79,255" />
        <Option name="line_width" type="QString" value="0.28" />
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
      <Option name="outline_color" type="QString" value="157,122,49,255" />
      <Option name="outline_width" type="QString" value="0.448" />
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
      <Option name="color" type="QString" value="254,153,41,38" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.24" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="254,153,41,255" />
     </Option>
     <symbol name="@2@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="254,153,41,255" />
        <Option name="line_width" type="QString" value="0.28" />
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
      <Option name="outline_color" type="QString" value="157,95,25,255" />
      <Option name="outline_width" type="QString" value="0.448" />
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
      <Option name="color" type="QString" value="65,171,93,38" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.24" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="65,171,93,255" />
     </Option>
     <symbol name="@3@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="65,171,93,255" />
        <Option name="line_width" type="QString" value="0.28" />
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
      <Option name="outline_color" type="QString" value="40,106,58,255" />
      <Option name="outline_width" type="QString" value="0.448" />
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
      <Option name="color" type="QString" value="189,189,189,38" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.24" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="189,189,189,255" />
     </Option>
     <symbol name="@4@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="189,189,189,255" />
        <Option name="line_width" type="QString" value="0.28" />
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
      <Option name="outline_color" type="QString" value="117,117,117,255" />
      <Option name="outline_width" type="QString" value="0.448" />
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
      <Option name="color" type="QString" value="99,99,99,38" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.24" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="99,99,99,255" />
     </Option>
     <symbol name="@5@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="99,99,99,255" />
        <Option name="line_width" type="QString" value="0.28" />
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
      <Option name="outline_color" type="QString" value="61,61,61,255" />
      <Option name="outline_width" type="QString" value="0.448" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="6" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="138,143,152,38" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.24" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="138,143,152,255" />
     </Option>
     <symbol name="@6@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="138,143,152,255" />
        <Option name="line_width" type="QString" value="0.28" />
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
      <Option name="outline_color" type="QString" value="86,89,94,255" />
      <Option name="outline_width" type="QString" value="0.448" />
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
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Bold" fontWeight="75" fontItalic="0" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="770000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Nhà ở, khu dân cư" type="QString" value="nha_o" />
       </Option>
       <Option type="Map">
        <Option name="Tái định cư" type="QString" value="tai_dinh_cu" />
       </Option>
       <Option type="Map">
        <Option name="Thương mại, dịch vụ, du lịch" type="QString" value="thuong_mai" />
       </Option>
       <Option type="Map">
        <Option name="Công nghiệp" type="QString" value="cong_nghiep" />
       </Option>
       <Option type="Map">
        <Option name="Hạ tầng kỹ thuật" type="QString" value="ha_tang" />
       </Option>
       <Option type="Map">
        <Option name="Hạ tầng xã hội" type="QString" value="xa_hoi" />
       </Option>
       <Option type="Map">
        <Option name="Công viên, cây xanh" type="QString" value="cong_vien" />
       </Option>
       <Option type="Map">
        <Option name="Khác" type="QString" value="khac" />
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
        <Option name="Đã có chủ trương đầu tư" type="QString" value="chu_truong" />
       </Option>
       <Option type="Map">
        <Option name="Chuẩn bị đầu tư" type="QString" value="chuan_bi" />
       </Option>
       <Option type="Map">
        <Option name="Đang thực hiện" type="QString" value="thuc_hien" />
       </Option>
       <Option type="Map">
        <Option name="Đã hoàn thành" type="QString" value="hoan_thanh" />
       </Option>
       <Option type="Map">
        <Option name="Tạm dừng" type="QString" value="tam_dung" />
       </Option>
       <Option type="Map">
        <Option name="Đã thu hồi" type="QString" value="thu_hoi" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="project_id" name="Mã dự án" />
  <alias index="1" field="name" name="Tên dự án" />
  <alias index="2" field="kind" name="Loại dự án" />
  <alias index="3" field="status" name="Tiến độ" />
  <alias index="4" field="investor" name="Chủ đầu tư" />
  <alias index="5" field="decision_no" name="Số văn bản chấp thuận" />
  <alias index="6" field="decision_date" name="Ngày văn bản" />
  <alias index="7" field="start_year" name="Năm bắt đầu" />
  <alias index="8" field="end_year" name="Năm kết thúc" />
  <alias index="9" field="commune_code" name="Mã xã" />
  <alias index="10" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
