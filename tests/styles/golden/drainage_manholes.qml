<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="48000" maxScale="0" labelsEnabled="0" simplifyDrawingHints="0">
 <renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="THU" label="Ga thu" symbol="0" render="true" />
   <category value="THAM" label="Ga thăm" symbol="1" render="true" />
   <category value="THUTHAM" label="Ga thu - thăm kết hợp" symbol="2" render="true" />
   <category value="TACH" label="Giếng tách nước thải" symbol="3" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="4" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="circle" />
      <Option name="color" type="QString" value="31,120,180,255" />
      <Option name="size" type="QString" value="2.38" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(48000), 2.38, 1.19)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="circle" />
      <Option name="color" type="QString" value="51,160,44,255" />
      <Option name="size" type="QString" value="2.38" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(48000), 2.38, 1.19)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="2" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="circle" />
      <Option name="color" type="QString" value="106,61,154,255" />
      <Option name="size" type="QString" value="2.38" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(48000), 2.38, 1.19)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="3" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="circle" />
      <Option name="color" type="QString" value="227,26,28,255" />
      <Option name="size" type="QString" value="2.38" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(48000), 2.38, 1.19)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="4" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="circle" />
      <Option name="color" type="QString" value="138,143,152,255" />
      <Option name="size" type="QString" value="2.38" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(3000), ln(48000), 2.38, 1.19)" />
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
 <fieldConfiguration>
  <field name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Ga thu" type="QString" value="THU" />
       </Option>
       <Option type="Map">
        <Option name="Ga thăm" type="QString" value="THAM" />
       </Option>
       <Option type="Map">
        <Option name="Ga thu - thăm kết hợp" type="QString" value="THUTHAM" />
       </Option>
       <Option type="Map">
        <Option name="Giếng tách nước thải" type="QString" value="TACH" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
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
  <field name="cover">
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
  <alias index="0" field="manhole_id" name="Mã hố ga" />
  <alias index="1" field="kind" name="Loại" />
  <alias index="2" field="system" name="Hệ thống" />
  <alias index="3" field="cover_level_m" name="Cao độ đỉnh" />
  <alias index="4" field="floor_level_m" name="Cao độ đáy" />
  <alias index="5" field="ground_level_m" name="Cao độ tự nhiên" />
  <alias index="6" field="dimensions" name="Kích thước" />
  <alias index="7" field="cover" name="Vật liệu nắp" />
  <alias index="8" field="year_built" name="Năm xây dựng" />
  <alias index="9" field="status" name="Tình trạng" />
  <alias index="10" field="inspection_note" name="Ghi chú kiểm tra" />
  <alias index="11" field="commune_code" name="Mã xã" />
 </aliases>
</qgis>
