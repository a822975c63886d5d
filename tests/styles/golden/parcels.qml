<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="48000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="regexp_substr(&quot;land_use&quot;, '^([^+]+)')" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="LUA" label="Đất trồng lúa" symbol="0" render="true" />
   <category value="LUC" label="Đất chuyên trồng lúa" symbol="1" render="true" />
   <category value="LUK" label="Đất trồng lúa còn lại" symbol="2" render="true" />
   <category value="LUN" label="Đất trồng lúa nương" symbol="3" render="true" />
   <category value="CHN" label="Đất trồng cây hằng năm" symbol="4" render="true" />
   <category value="HNK" label="Đất trồng cây hằng năm khác" symbol="5" render="true" />
   <category value="BHK" label="Đất bằng trồng cây hàng năm khác" symbol="6" render="true" />
   <category value="NHK" label="Đất nương rẫy trồng cây hàng năm khác" symbol="7" render="true" />
   <category value="COC" label="Đất cỏ dùng vào chăn nuôi" symbol="8" render="true" />
   <category value="CLN" label="Đất trồng cây lâu năm" symbol="9" render="true" />
   <category value="LNC" label="Đất trồng cây công nghiệp lâu năm" symbol="10" render="true" />
   <category value="LNQ" label="Đất trồng cây ăn quả lâu năm" symbol="11" render="true" />
   <category value="LNK" label="Đất trồng cây lâu năm khác" symbol="12" render="true" />
   <category value="LNP" label="Đất lâm nghiệp" symbol="13" render="true" />
   <category value="RDD" label="Đất rừng đặc dụng" symbol="14" render="true" />
   <category value="RPH" label="Đất rừng phòng hộ" symbol="15" render="true" />
   <category value="RSX" label="Đất rừng sản xuất" symbol="16" render="true" />
   <category value="RSN" label="Đất có rừng tự nhiên sản xuất" symbol="17" render="true" />
   <category value="RST" label="Đất có rừng trồng sản xuất" symbol="18" render="true" />
   <category value="RSK" label="Đất khoanh nuôi phục hồi rừng sản xuất" symbol="19" render="true" />
   <category value="RSM" label="Đất trồng rừng sản xuất" symbol="20" render="true" />
   <category value="RPN" label="Đất có rừng tự nhiên phòng hộ" symbol="21" render="true" />
   <category value="RPT" label="Đất có rừng trồng phòng hộ" symbol="22" render="true" />
   <category value="RPK" label="Đất khoanh nuôi phục hồi rừng phòng hộ" symbol="23" render="true" />
   <category value="RPM" label="Đất trồng rừng phòng hộ" symbol="24" render="true" />
   <category value="RDN" label="Đất có rừng tự nhiên đặc dụng" symbol="25" render="true" />
   <category value="RDT" label="Đất có rừng trồng đặc dụng" symbol="26" render="true" />
   <category value="RDK" label="Đất khoanh nuôi phục hồi rừng đặc dụng" symbol="27" render="true" />
   <category value="RDM" label="Đất trồng rừng đặc dụng" symbol="28" render="true" />
   <category value="NTS" label="Đất nuôi trồng thủy sản" symbol="29" render="true" />
   <category value="TSL" label="Đất nuôi trồng thủy sản nước lợ, mặn" symbol="30" render="true" />
   <category value="TSN" label="Đất nuôi trồng thủy sản nước ngọt" symbol="31" render="true" />
   <category value="CNT" label="Đất chăn nuôi tập trung" symbol="32" render="true" />
   <category value="LMU" label="Đất làm muối" symbol="33" render="true" />
   <category value="NKH" label="Đất nông nghiệp khác" symbol="34" render="true" />
   <category value="OTC" label="Đất ở" symbol="35" render="true" />
   <category value="ONT" label="Đất ở tại nông thôn" symbol="36" render="true" />
   <category value="ODT" label="Đất ở tại đô thị" symbol="37" render="true" />
   <category value="TSC" label="Đất xây dựng trụ sở cơ quan" symbol="38" render="true" />
   <category value="TSK" label="Đất trụ sở khác" symbol="39" render="true" />
   <category value="CTS" label="Đất trụ sở cơ quan, công trình sự nghiệp" symbol="40" render="true" />
   <category value="CQA" label="Đất quốc phòng, an ninh" symbol="41" render="true" />
   <category value="CQP" label="Đất quốc phòng" symbol="42" render="true" />
   <category value="CAN" label="Đất an ninh" symbol="43" render="true" />
   <category value="DSN" label="Đất xây dựng công trình sự nghiệp" symbol="44" render="true" />
   <category value="DTS" label="Đất xây dựng trụ sở của tổ chức sự nghiệp" symbol="45" render="true" />
   <category value="DVH" label="Đất xây dựng cơ sở văn hóa" symbol="46" render="true" />
   <category value="DXH" label="Đất xây dựng cơ sở xã hội" symbol="47" render="true" />
   <category value="DYT" label="Đất xây dựng cơ sở y tế" symbol="48" render="true" />
   <category value="DGD" label="Đất xây dựng cơ sở giáo dục và đào tạo" symbol="49" render="true" />
   <category value="DTT" label="Đất xây dựng cơ sở thể dục, thể thao" symbol="50" render="true" />
   <category value="DKH" label="Đất xây dựng cơ sở khoa học và công nghệ" symbol="51" render="true" />
   <category value="DMT" label="Đất xây dựng cơ sở môi trường" symbol="52" render="true" />
   <category value="DKT" label="Đất xây dựng cơ sở khí tượng thủy văn" symbol="53" render="true" />
   <category value="DNG" label="Đất xây dựng cơ sở ngoại giao" symbol="54" render="true" />
   <category value="DSK" label="Đất xây dựng công trình sự nghiệp khác" symbol="55" render="true" />
   <category value="CSK" label="Đất sản xuất, kinh doanh phi nông nghiệp" symbol="56" render="true" />
   <category value="SCC" label="Đất khu công nghiệp, cụm công nghiệp" symbol="57" render="true" />
   <category value="SKK" label="Đất khu công nghiệp" symbol="58" render="true" />
   <category value="SKN" label="Đất cụm công nghiệp" symbol="59" render="true" />
   <category value="SCT" label="Đất khu công nghệ thông tin tập trung" symbol="60" render="true" />
   <category value="SKT" label="Đất khu chế xuất" symbol="61" render="true" />
   <category value="TMD" label="Đất thương mại, dịch vụ" symbol="62" render="true" />
   <category value="SKC" label="Đất cơ sở sản xuất phi nông nghiệp" symbol="63" render="true" />
   <category value="SKS" label="Đất sử dụng cho hoạt động khoáng sản" symbol="64" render="true" />
   <category value="SKX" label="Đất sản xuất vật liệu xây dựng, làm đồ gốm" symbol="65" render="true" />
   <category value="CCC" label="Đất sử dụng vào mục đích công cộng" symbol="66" render="true" />
   <category value="DGT" label="Đất công trình giao thông" symbol="67" render="true" />
   <category value="DTL" label="Đất công trình thủy lợi" symbol="68" render="true" />
   <category value="DCT" label="Đất công trình cấp nước, thoát nước" symbol="69" render="true" />
   <category value="DPC" label="Đất công trình phòng, chống thiên tai" symbol="70" render="true" />
   <category value="DDD" label="Đất có di tích lịch sử - văn hóa, danh lam thắng cảnh, di sản thiên nhiên" symbol="71" render="true" />
   <category value="DDT" label="Đất có di tích lịch sử - văn hóa" symbol="72" render="true" />
   <category value="DDL" label="Đất danh lam thắng cảnh" symbol="73" render="true" />
   <category value="DRA" label="Đất công trình xử lý chất thải" symbol="74" render="true" />
   <category value="DNL" label="Đất công trình năng lượng, chiếu sáng công cộng" symbol="75" render="true" />
   <category value="DBV" label="Đất công trình hạ tầng bưu chính, viễn thông, công nghệ thông tin" symbol="76" render="true" />
   <category value="DCH" label="Đất chợ dân sinh, chợ đầu mối" symbol="77" render="true" />
   <category value="DKV" label="Đất khu vui chơi, giải trí công cộng, sinh hoạt cộng đồng" symbol="78" render="true" />
   <category value="DSH" label="Đất sinh hoạt cộng đồng" symbol="79" render="true" />
   <category value="DCK" label="Đất công trình công cộng khác" symbol="80" render="true" />
   <category value="TTN" label="Đất tôn giáo, tín ngưỡng" symbol="81" render="true" />
   <category value="TON" label="Đất tôn giáo" symbol="82" render="true" />
   <category value="TIN" label="Đất tín ngưỡng" symbol="83" render="true" />
   <category value="NTD" label="Đất nghĩa trang, nhà tang lễ, cơ sở hỏa táng; cơ sở lưu giữ tro cốt" symbol="84" render="true" />
   <category value="TVC" label="Đất có mặt nước chuyên dùng" symbol="85" render="true" />
   <category value="MNC" label="Đất có mặt nước chuyên dùng dạng ao, hồ, đầm, phá" symbol="86" render="true" />
   <category value="SON" label="Đất có mặt nước dạng sông, ngòi, kênh, rạch, suối" symbol="87" render="true" />
   <category value="SMN" label="Đất sông suối và mặt nước chuyên dùng" symbol="88" render="true" />
   <category value="PNK" label="Đất phi nông nghiệp khác" symbol="89" render="true" />
   <category value="CSD" label="Đất chưa sử dụng" symbol="90" render="true" />
   <category value="CGT" label="Đất do Nhà nước thu hồi theo quy định của pháp luật đất đai chưa giao, chưa cho thuê" symbol="91" render="true" />
   <category value="BCS" label="Đất bằng chưa sử dụng" symbol="92" render="true" />
   <category value="DCS" label="Đất đồi núi chưa sử dụng" symbol="93" render="true" />
   <category value="NCS" label="Núi đá không có rừng cây" symbol="94" render="true" />
   <category value="MCS" label="Đất có mặt nước chưa sử dụng" symbol="95" render="true" />
   <category value="MVB" label="Đất có mặt nước ven biển" symbol="96" render="true" />
   <category value="MVT" label="Đất mặt nước ven biển nuôi trồng thủy sản" symbol="97" render="true" />
   <category value="MVR" label="Đất mặt nước ven biển có rừng ngập mặn" symbol="98" render="true" />
   <category value="MVK" label="Đất mặt nước ven biển có mục đích khác" symbol="99" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="100" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,252,130,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,252,140,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,252,150,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,252,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,252,120,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,240,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,240,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,240,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="230,240,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,210,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,200,150,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,215,175,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,220,185,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="170,255,50,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="110,255,100,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="190,255,30,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="180,255,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="168,240,168,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="180,255,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="198,255,198,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="190,245,190,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="178,240,26,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="190,255,30,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="204,255,77,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="196,250,56,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="95,230,86,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="110,255,100,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="134,255,125,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="122,245,112,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="170,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="150,240,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="170,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="235,255,170,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="230,230,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="245,255,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,180,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,208,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,160,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,180,170,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,90,75,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,100,80,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,80,70,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="255,160,170,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="45" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,176,185,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="46" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,160,170,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="47" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,166,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="48" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,140,165,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="49" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,160,200,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="50" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,185,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="51" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="240,160,200,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="52" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="200,210,170,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="53" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="200,190,220,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="54" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,200,200,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="55" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,170,180,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="56" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,160,170,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="57" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="245,165,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="58" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="250,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="59" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="250,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="60" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="235,160,195,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="61" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="250,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="62" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="250,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="63" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="250,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="64" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="205,170,205,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="65" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="205,170,205,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="66" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,170,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="67" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,170,50,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="68" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="170,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="69" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="150,220,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="70" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="160,200,230,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="71" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="230,160,100,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="72" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="230,160,100,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="73" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="180,210,120,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="74" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="205,170,205,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="75" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,200,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="76" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="240,180,200,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="77" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="250,160,140,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="78" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="160,230,140,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="79" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="245,200,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="80" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,180,160,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="81" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="230,160,140,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="82" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="230,160,140,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="83" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="235,175,150,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="84" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="210,210,210,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="85" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="160,240,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="86" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="160,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="87" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="160,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="88" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="160,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="89" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,200,230,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="90" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,255,254,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="91" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="240,240,220,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="92" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,255,254,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="93" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="255,255,254,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="94" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="230,230,200,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="95" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="220,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="96" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="180,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="97" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="180,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="98" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="180,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="99" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="180,255,255,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="outline_style" type="QString" value="solid" />
     </Option>
    </layer>
   </symbol>
   <symbol name="100" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="138,143,152,128" />
      <Option name="outline_color" type="QString" value="106,98,87,255" />
      <Option name="outline_width" type="QString" value="0.168" />
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
   <text-style fieldName="parcel_number" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="2.8" fontSizeUnit="MM" fontLetterSpacing="0" textColor="58,53,44,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="6000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration />
 <aliases>
  <alias index="0" field="parcel_id" name="Mã thửa đất" />
  <alias index="1" field="commune_code" name="Mã xã" />
  <alias index="2" field="map_sheet" name="Số tờ bản đồ" />
  <alias index="3" field="parcel_number" name="Số thửa" />
  <alias index="4" field="land_use" name="Loại đất" />
  <alias index="5" field="area_registered_m2" name="Diện tích pháp lý" />
  <alias index="6" field="area_m2" name="Diện tích tính toán" />
  <alias index="7" field="map_scale" name="Mẫu số tỷ lệ bản đồ" />
  <alias index="8" field="place_name" name="Xứ đồng" />
 </aliases>
</qgis>
