<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="48000" maxScale="0" labelsEnabled="0" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="nha_o" label="Nhà ở riêng lẻ" symbol="0" render="true" />
   <category value="chung_cu" label="Chung cư" symbol="1" render="true" />
   <category value="thuong_mai" label="Thương mại, dịch vụ" symbol="2" render="true" />
   <category value="cong_nghiep" label="Công nghiệp, kho" symbol="3" render="true" />
   <category value="tru_so" label="Trụ sở, văn phòng" symbol="4" render="true" />
   <category value="giao_duc" label="Giáo dục" symbol="5" render="true" />
   <category value="y_te" label="Y tế" symbol="6" render="true" />
   <category value="van_hoa" label="Văn hóa, thể thao" symbol="7" render="true" />
   <category value="ton_giao" label="Tôn giáo, tín ngưỡng" symbol="8" render="true" />
   <category value="phu_tro" label="Công trình phụ trợ" symbol="9" render="true" />
   <category value="khac" label="Khác" symbol="10" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="11" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="217,199,168,153" />
      <Option name="outline_color" type="QString" value="135,123,104,255" />
      <Option name="outline_width" type="QString" value="0.14" />
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
      <Option name="color" type="QString" value="201,166,107,153" />
      <Option name="outline_color" type="QString" value="125,103,66,255" />
      <Option name="outline_width" type="QString" value="0.14" />
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
      <Option name="color" type="QString" value="217,142,115,153" />
      <Option name="outline_color" type="QString" value="135,88,71,255" />
      <Option name="outline_width" type="QString" value="0.14" />
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
      <Option name="color" type="QString" value="181,154,201,153" />
      <Option name="outline_color" type="QString" value="112,95,125,255" />
      <Option name="outline_width" type="QString" value="0.14" />
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
      <Option name="color" type="QString" value="176,137,104,153" />
      <Option name="outline_color" type="QString" value="109,85,64,255" />
      <Option name="outline_width" type="QString" value="0.14" />
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
      <Option name="color" type="QString" value="201,123,132,153" />
      <Option name="outline_color" type="QString" value="125,76,82,255" />
      <Option name="outline_width" type="QString" value="0.14" />
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
      <Option name="color" type="QString" value="217,119,184,153" />
      <Option name="outline_color" type="QString" value="135,74,114,255" />
      <Option name="outline_width" type="QString" value="0.14" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="7" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="143,191,127,153" />
      <Option name="outline_color" type="QString" value="89,118,79,255" />
      <Option name="outline_width" type="QString" value="0.14" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="8" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="166,91,75,153" />
      <Option name="outline_color" type="QString" value="103,56,46,255" />
      <Option name="outline_width" type="QString" value="0.14" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="9" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="207,207,207,153" />
      <Option name="outline_color" type="QString" value="128,128,128,255" />
      <Option name="outline_width" type="QString" value="0.14" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="10" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="191,191,191,153" />
      <Option name="outline_color" type="QString" value="118,118,118,255" />
      <Option name="outline_width" type="QString" value="0.14" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="11" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="138,143,152,153" />
      <Option name="outline_color" type="QString" value="86,89,94,255" />
      <Option name="outline_width" type="QString" value="0.14" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
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
        <Option name="Nhà ở riêng lẻ" type="QString" value="nha_o" />
       </Option>
       <Option type="Map">
        <Option name="Chung cư" type="QString" value="chung_cu" />
       </Option>
       <Option type="Map">
        <Option name="Thương mại, dịch vụ" type="QString" value="thuong_mai" />
       </Option>
       <Option type="Map">
        <Option name="Công nghiệp, kho" type="QString" value="cong_nghiep" />
       </Option>
       <Option type="Map">
        <Option name="Trụ sở, văn phòng" type="QString" value="tru_so" />
       </Option>
       <Option type="Map">
        <Option name="Giáo dục" type="QString" value="giao_duc" />
       </Option>
       <Option type="Map">
        <Option name="Y tế" type="QString" value="y_te" />
       </Option>
       <Option type="Map">
        <Option name="Văn hóa, thể thao" type="QString" value="van_hoa" />
       </Option>
       <Option type="Map">
        <Option name="Tôn giáo, tín ngưỡng" type="QString" value="ton_giao" />
       </Option>
       <Option type="Map">
        <Option name="Công trình phụ trợ" type="QString" value="phu_tro" />
       </Option>
       <Option type="Map">
        <Option name="Khác" type="QString" value="khac" />
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
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="building_id" name="Mã công trình" />
  <alias index="1" field="name" name="Tên công trình" />
  <alias index="2" field="kind" name="Công năng" />
  <alias index="3" field="storeys" name="Số tầng" />
  <alias index="4" field="height_m" name="Chiều cao" />
  <alias index="5" field="material" name="Vật liệu" />
  <alias index="6" field="year_built" name="Năm xây dựng" />
  <alias index="7" field="commune_code" name="Mã xã" />
  <alias index="8" field="area_m2" name="Diện tích xây dựng" />
 </aliases>
</qgis>
