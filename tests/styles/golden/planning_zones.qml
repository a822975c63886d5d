<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="770000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="function" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="NO" label="Nhóm nhà ở" symbol="0" render="true" />
   <category value="NOHH" label="Hỗn hợp nhóm nhà ở và dịch vụ" symbol="1" render="true" />
   <category value="LX" label="Làng xóm, dân cư nông thôn" symbol="2" render="true" />
   <category value="HH" label="Đất hỗn hợp" symbol="3" render="true" />
   <category value="CXCC" label="Cây xanh sử dụng công cộng" symbol="4" render="true" />
   <category value="CXDVO" label="Cây xanh sử dụng công cộng cấp đơn vị ở" symbol="5" render="true" />
   <category value="CXHC" label="Cây xanh sử dụng hạn chế" symbol="6" render="true" />
   <category value="CXCD" label="Cây xanh chuyên dụng (cách ly, hành lang)" symbol="7" render="true" />
   <category value="TH" label="Trường THCS, tiểu học, mầm non" symbol="8" render="true" />
   <category value="THPT" label="Trường THPT" symbol="9" render="true" />
   <category value="YT" label="Y tế" symbol="10" render="true" />
   <category value="VH" label="Văn hóa" symbol="11" render="true" />
   <category value="TDTT" label="Thể dục thể thao" symbol="12" render="true" />
   <category value="DV" label="Khu dịch vụ (chợ, trung tâm thương mại)" symbol="13" render="true" />
   <category value="DVCC" label="Dịch vụ - công cộng cấp đô thị" symbol="14" render="true" />
   <category value="DVCCDVO" label="Dịch vụ - công cộng cấp đơn vị ở" symbol="15" render="true" />
   <category value="CN" label="Sản xuất công nghiệp, kho bãi" symbol="16" render="true" />
   <category value="KS" label="Khai thác khoáng sản, sản xuất vật liệu xây dựng" symbol="17" render="true" />
   <category value="DT" label="Đào tạo, nghiên cứu" symbol="18" render="true" />
   <category value="CQ" label="Cơ quan, trụ sở" symbol="19" render="true" />
   <category value="DL" label="Khu dịch vụ du lịch" symbol="20" render="true" />
   <category value="DTTG" label="Di tích, tôn giáo" symbol="21" render="true" />
   <category value="AN" label="An ninh" symbol="22" render="true" />
   <category value="QP" label="Quốc phòng" symbol="23" render="true" />
   <category value="GT" label="Đường giao thông" symbol="24" render="true" />
   <category value="VIAHE" label="Vỉa hè, lề đường" symbol="25" render="true" />
   <category value="BDX" label="Bãi đỗ xe" symbol="26" render="true" />
   <category value="NT" label="Nghĩa trang" symbol="27" render="true" />
   <category value="HTKT" label="Hạ tầng kỹ thuật khác" symbol="28" render="true" />
   <category value="HTKTDT" label="Hạ tầng kỹ thuật khác cấp đô thị" symbol="29" render="true" />
   <category value="NN" label="Sản xuất nông nghiệp" symbol="30" render="true" />
   <category value="RDD" label="Rừng đặc dụng" symbol="31" render="true" />
   <category value="RPH" label="Rừng phòng hộ" symbol="32" render="true" />
   <category value="RSX" label="Rừng sản xuất" symbol="33" render="true" />
   <category value="LN" label="Lâm nghiệp, đồi núi" symbol="34" render="true" />
   <category value="NTTS" label="Nuôi trồng thủy sản" symbol="35" render="true" />
   <category value="HO" label="Hồ, ao, đầm" symbol="36" render="true" />
   <category value="SONG" label="Sông, suối, kênh, rạch" symbol="37" render="true" />
   <category value="MNB" label="Mặt nước ven biển" symbol="38" render="true" />
   <category value="MN" label="Mặt nước" symbol="39" render="true" />
   <category value="BIEN" label="Bãi cát, bãi biển" symbol="40" render="true" />
   <category value="CSD" label="Đất chưa sử dụng" symbol="41" render="true" />
   <category value="DP" label="Đất dự trữ, dự phòng phát triển" symbol="42" render="true" />
   <category value="KHAC" label="Đất khác" symbol="43" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="44" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="204,153,0,191" />
      <Option name="outline_color" type="QString" value="126,95,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="204,50,0,191" />
      <Option name="outline_color" type="QString" value="126,31,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="127,127,64,191" />
      <Option name="outline_color" type="QString" value="79,79,40,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="191,77,26,191" />
      <Option name="outline_color" type="QString" value="118,48,16,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="102,204,0,191" />
      <Option name="outline_color" type="QString" value="63,126,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="64,129,0,191" />
      <Option name="outline_color" type="QString" value="40,80,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="0,153,0,191" />
      <Option name="outline_color" type="QString" value="0,95,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="0,127,95,191" />
      <Option name="outline_color" type="QString" value="0,79,59,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="153,76,76,191" />
      <Option name="outline_color" type="QString" value="95,47,47,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="153,38,0,191" />
      <Option name="outline_color" type="QString" value="95,24,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="255,0,191,191" />
      <Option name="outline_color" type="QString" value="158,0,118,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
      <Option name="color" type="QString" value="204,102,127,191" />
      <Option name="outline_color" type="QString" value="126,63,79,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="12" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="51,166,26,191" />
      <Option name="outline_color" type="QString" value="32,103,16,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="13" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="204,0,0,191" />
      <Option name="outline_color" type="QString" value="126,0,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="14" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,0,0,191" />
      <Option name="outline_color" type="QString" value="158,0,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="15" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,85,85,191" />
      <Option name="outline_color" type="QString" value="158,53,53,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="16" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="102,0,204,191" />
      <Option name="outline_color" type="QString" value="63,0,126,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="17" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="77,77,153,191" />
      <Option name="outline_color" type="QString" value="48,48,95,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="18" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="0,115,153,191" />
      <Option name="outline_color" type="QString" value="0,71,95,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="19" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="153,76,0,191" />
      <Option name="outline_color" type="QString" value="95,47,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="20" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,0,255,191" />
      <Option name="outline_color" type="QString" value="158,0,158,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="21" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="127,0,0,191" />
      <Option name="outline_color" type="QString" value="79,0,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="22" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="115,153,0,191" />
      <Option name="outline_color" type="QString" value="71,95,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="23" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="57,76,38,191" />
      <Option name="outline_color" type="QString" value="35,47,24,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="24" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="91,91,91,191" />
      <Option name="outline_color" type="QString" value="56,56,56,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="25" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="168,162,154,191" />
      <Option name="outline_color" type="QString" value="104,100,95,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="26" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="105,105,105,191" />
      <Option name="outline_color" type="QString" value="65,65,65,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="27" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="74,74,74,191" />
      <Option name="outline_color" type="QString" value="46,46,46,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="28" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="57,38,76,191" />
      <Option name="outline_color" type="QString" value="35,24,47,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="29" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="107,86,129,191" />
      <Option name="outline_color" type="QString" value="66,53,80,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="30" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="0,255,0,191" />
      <Option name="outline_color" type="QString" value="0,158,0,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="31" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="0,57,76,191" />
      <Option name="outline_color" type="QString" value="0,35,47,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="32" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="38,76,67,191" />
      <Option name="outline_color" type="QString" value="24,47,42,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="33" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="63,127,79,191" />
      <Option name="outline_color" type="QString" value="39,79,49,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="34" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="94,138,86,191" />
      <Option name="outline_color" type="QString" value="58,86,53,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="35" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="0,127,255,191" />
      <Option name="outline_color" type="QString" value="0,79,158,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="36" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="0,76,153,191" />
      <Option name="outline_color" type="QString" value="0,47,95,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="37" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="0,102,204,191" />
      <Option name="outline_color" type="QString" value="0,63,126,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="38" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="51,133,214,191" />
      <Option name="outline_color" type="QString" value="32,82,133,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="39" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="26,115,191,191" />
      <Option name="outline_color" type="QString" value="16,71,118,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="40" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="230,217,166,191" />
      <Option name="outline_color" type="QString" value="143,135,103,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="41" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="192,192,192,191" />
      <Option name="outline_color" type="QString" value="119,119,119,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="42" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="217,207,168,191" />
      <Option name="outline_color" type="QString" value="135,128,104,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="43" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="179,179,179,191" />
      <Option name="outline_color" type="QString" value="111,111,111,255" />
      <Option name="outline_width" type="QString" value="0.112" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="44" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="138,143,152,191" />
      <Option name="outline_color" type="QString" value="86,89,94,255" />
      <Option name="outline_width" type="QString" value="0.112" />
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
   <text-style fieldName="zone_no" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="24000" drawLabels="1" obstacle="0" mergeLines="1" />
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
  <field name="function">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Nhóm nhà ở" type="QString" value="NO" />
       </Option>
       <Option type="Map">
        <Option name="Hỗn hợp nhóm nhà ở và dịch vụ" type="QString" value="NOHH" />
       </Option>
       <Option type="Map">
        <Option name="Làng xóm, dân cư nông thôn" type="QString" value="LX" />
       </Option>
       <Option type="Map">
        <Option name="Đất hỗn hợp" type="QString" value="HH" />
       </Option>
       <Option type="Map">
        <Option name="Cây xanh sử dụng công cộng" type="QString" value="CXCC" />
       </Option>
       <Option type="Map">
        <Option name="Cây xanh sử dụng công cộng cấp đơn vị ở" type="QString" value="CXDVO" />
       </Option>
       <Option type="Map">
        <Option name="Cây xanh sử dụng hạn chế" type="QString" value="CXHC" />
       </Option>
       <Option type="Map">
        <Option name="Cây xanh chuyên dụng (cách ly, hành lang)" type="QString" value="CXCD" />
       </Option>
       <Option type="Map">
        <Option name="Trường THCS, tiểu học, mầm non" type="QString" value="TH" />
       </Option>
       <Option type="Map">
        <Option name="Trường THPT" type="QString" value="THPT" />
       </Option>
       <Option type="Map">
        <Option name="Y tế" type="QString" value="YT" />
       </Option>
       <Option type="Map">
        <Option name="Văn hóa" type="QString" value="VH" />
       </Option>
       <Option type="Map">
        <Option name="Thể dục thể thao" type="QString" value="TDTT" />
       </Option>
       <Option type="Map">
        <Option name="Khu dịch vụ (chợ, trung tâm thương mại)" type="QString" value="DV" />
       </Option>
       <Option type="Map">
        <Option name="Dịch vụ - công cộng cấp đô thị" type="QString" value="DVCC" />
       </Option>
       <Option type="Map">
        <Option name="Dịch vụ - công cộng cấp đơn vị ở" type="QString" value="DVCCDVO" />
       </Option>
       <Option type="Map">
        <Option name="Sản xuất công nghiệp, kho bãi" type="QString" value="CN" />
       </Option>
       <Option type="Map">
        <Option name="Khai thác khoáng sản, sản xuất vật liệu xây dựng" type="QString" value="KS" />
       </Option>
       <Option type="Map">
        <Option name="Đào tạo, nghiên cứu" type="QString" value="DT" />
       </Option>
       <Option type="Map">
        <Option name="Cơ quan, trụ sở" type="QString" value="CQ" />
       </Option>
       <Option type="Map">
        <Option name="Khu dịch vụ du lịch" type="QString" value="DL" />
       </Option>
       <Option type="Map">
        <Option name="Di tích, tôn giáo" type="QString" value="DTTG" />
       </Option>
       <Option type="Map">
        <Option name="An ninh" type="QString" value="AN" />
       </Option>
       <Option type="Map">
        <Option name="Quốc phòng" type="QString" value="QP" />
       </Option>
       <Option type="Map">
        <Option name="Đường giao thông" type="QString" value="GT" />
       </Option>
       <Option type="Map">
        <Option name="Vỉa hè, lề đường" type="QString" value="VIAHE" />
       </Option>
       <Option type="Map">
        <Option name="Bãi đỗ xe" type="QString" value="BDX" />
       </Option>
       <Option type="Map">
        <Option name="Nghĩa trang" type="QString" value="NT" />
       </Option>
       <Option type="Map">
        <Option name="Hạ tầng kỹ thuật khác" type="QString" value="HTKT" />
       </Option>
       <Option type="Map">
        <Option name="Hạ tầng kỹ thuật khác cấp đô thị" type="QString" value="HTKTDT" />
       </Option>
       <Option type="Map">
        <Option name="Sản xuất nông nghiệp" type="QString" value="NN" />
       </Option>
       <Option type="Map">
        <Option name="Rừng đặc dụng" type="QString" value="RDD" />
       </Option>
       <Option type="Map">
        <Option name="Rừng phòng hộ" type="QString" value="RPH" />
       </Option>
       <Option type="Map">
        <Option name="Rừng sản xuất" type="QString" value="RSX" />
       </Option>
       <Option type="Map">
        <Option name="Lâm nghiệp, đồi núi" type="QString" value="LN" />
       </Option>
       <Option type="Map">
        <Option name="Nuôi trồng thủy sản" type="QString" value="NTTS" />
       </Option>
       <Option type="Map">
        <Option name="Hồ, ao, đầm" type="QString" value="HO" />
       </Option>
       <Option type="Map">
        <Option name="Sông, suối, kênh, rạch" type="QString" value="SONG" />
       </Option>
       <Option type="Map">
        <Option name="Mặt nước ven biển" type="QString" value="MNB" />
       </Option>
       <Option type="Map">
        <Option name="Mặt nước" type="QString" value="MN" />
       </Option>
       <Option type="Map">
        <Option name="Bãi cát, bãi biển" type="QString" value="BIEN" />
       </Option>
       <Option type="Map">
        <Option name="Đất chưa sử dụng" type="QString" value="CSD" />
       </Option>
       <Option type="Map">
        <Option name="Đất dự trữ, dự phòng phát triển" type="QString" value="DP" />
       </Option>
       <Option type="Map">
        <Option name="Đất khác" type="QString" value="KHAC" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="phase">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Hiện trạng" type="QString" value="HT" />
       </Option>
       <Option type="Map">
        <Option name="Quy hoạch giai đoạn đầu" type="QString" value="QHDD" />
       </Option>
       <Option type="Map">
        <Option name="Quy hoạch dài hạn" type="QString" value="QHDH" />
       </Option>
       <Option type="Map">
        <Option name="Quy hoạch" type="QString" value="QH" />
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
  <alias index="0" field="zone_id" name="Mã ô quy hoạch" />
  <alias index="1" field="plan_id" name="Mã đồ án" />
  <alias index="2" field="plan_name" name="Tên đồ án" />
  <alias index="3" field="plan_level" name="Cấp độ quy hoạch" />
  <alias index="4" field="zone_no" name="Ký hiệu ô đất" />
  <alias index="5" field="function" name="Chức năng sử dụng đất" />
  <alias index="6" field="function_name" name="Tên chức năng trong hồ sơ" />
  <alias index="7" field="phase" name="Giai đoạn" />
  <alias index="8" field="status" name="Tình trạng pháp lý" />
  <alias index="9" field="decision_no" name="Số quyết định phê duyệt" />
  <alias index="10" field="decision_date" name="Ngày quyết định" />
  <alias index="11" field="authority" name="Cơ quan phê duyệt" />
  <alias index="12" field="valid_from" name="Hiệu lực từ" />
  <alias index="13" field="valid_to" name="Hiệu lực đến" />
  <alias index="14" field="density_pct" name="Mật độ xây dựng tối đa" />
  <alias index="15" field="floor_area_ratio" name="Hệ số sử dụng đất tối đa (lần)" />
  <alias index="16" field="storeys_min" name="Tầng cao tối thiểu" />
  <alias index="17" field="storeys_max" name="Tầng cao tối đa" />
  <alias index="18" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
