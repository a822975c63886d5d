<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="97000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="system" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="MUA" label="Thoát nước mưa" symbol="0" render="true" />
   <category value="THAI" label="Thoát nước thải" symbol="1" render="true" />
   <category value="CHUNG" label="Thoát nước chung" symbol="2" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="3" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="31,120,180,255" />
      <Option name="line_width" type="QString" value="0.504" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(97000), 0.504, 0.252)" />
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
      <Option name="line_color" type="QString" value="177,89,40,255" />
      <Option name="line_width" type="QString" value="0.504" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(97000), 0.504, 0.252)" />
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
      <Option name="line_color" type="QString" value="106,81,163,255" />
      <Option name="line_width" type="QString" value="0.504" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(97000), 0.504, 0.252)" />
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
      <Option name="line_color" type="QString" value="138,143,152,255" />
      <Option name="line_width" type="QString" value="0.504" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(97000), 0.504, 0.252)" />
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
   <text-style fieldName="pipe_id" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="0" multilineAlign="1" />
   <placement placement="3" distUnits="MM" placementFlags="10" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="60" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="97000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="system">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Thoát nước mưa" type="QString" value="MUA" />
       </Option>
       <Option type="Map">
        <Option name="Thoát nước thải" type="QString" value="THAI" />
       </Option>
       <Option type="Map">
        <Option name="Thoát nước chung" type="QString" value="CHUNG" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="shape">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Cống tròn" type="QString" value="TRON" />
       </Option>
       <Option type="Map">
        <Option name="Cống tròn đôi" type="QString" value="DOI" />
       </Option>
       <Option type="Map">
        <Option name="Cống hộp" type="QString" value="HOP" />
       </Option>
       <Option type="Map">
        <Option name="Mương hở" type="QString" value="MUONG" />
       </Option>
       <Option type="Map">
        <Option name="Mương nắp đan" type="QString" value="MUONGDAN" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="material">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Bê tông cốt thép" type="QString" value="BTCT" />
       </Option>
       <Option type="Map">
        <Option name="Bê tông" type="QString" value="BT" />
       </Option>
       <Option type="Map">
        <Option name="HDPE" type="QString" value="HDPE" />
       </Option>
       <Option type="Map">
        <Option name="uPVC" type="QString" value="uPVC" />
       </Option>
       <Option type="Map">
        <Option name="Gang" type="QString" value="GANG" />
       </Option>
       <Option type="Map">
        <Option name="Thép" type="QString" value="THEP" />
       </Option>
       <Option type="Map">
        <Option name="Gạch xây" type="QString" value="GACH" />
       </Option>
       <Option type="Map">
        <Option name="Đá xây" type="QString" value="DA" />
       </Option>
       <Option type="Map">
        <Option name="Composite" type="QString" value="COMPOSITE" />
       </Option>
       <Option type="Map">
        <Option name="Vật liệu khác" type="QString" value="KHAC" />
       </Option>
       <Option type="Map">
        <Option name="Gỗ" type="QString" value="GO" />
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
  <alias index="0" field="pipe_id" name="Mã cống" />
  <alias index="1" field="system" name="Hệ thống" />
  <alias index="2" field="shape" name="Loại cống" />
  <alias index="3" field="diameter_mm" name="Đường kính" />
  <alias index="4" field="width_mm" name="Bề rộng" />
  <alias index="5" field="height_mm" name="Chiều cao" />
  <alias index="6" field="material" name="Vật liệu" />
  <alias index="7" field="manhole_start" name="Hố ga đầu" />
  <alias index="8" field="manhole_end" name="Hố ga hoặc cửa xả cuối" />
  <alias index="9" field="invert_start_m" name="Cao độ đáy đầu" />
  <alias index="10" field="invert_end_m" name="Cao độ đáy cuối" />
  <alias index="11" field="slope_pct" name="Độ dốc ghi trong hồ sơ" />
  <alias index="12" field="pressurised" name="Cống có áp" />
  <alias index="13" field="catchment" name="Lưu vực" />
  <alias index="14" field="year_built" name="Năm xây dựng" />
  <alias index="15" field="status" name="Tình trạng" />
  <alias index="16" field="manager" name="Đơn vị quản lý" />
  <alias index="17" field="inspection_note" name="Ghi chú kiểm tra" />
  <alias index="18" field="length_m" name="Chiều dài" />
 </aliases>
</qgis>
