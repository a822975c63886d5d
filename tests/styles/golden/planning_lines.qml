<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="190000" maxScale="0" labelsEnabled="0" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="CGDD" label="Chỉ giới đường đỏ" symbol="0" render="true" />
   <category value="CGXD" label="Chỉ giới xây dựng" symbol="1" render="true" />
   <category value="TIM" label="Tim đường" symbol="2" render="true" />
   <category value="MEP" label="Mép đường, lòng đường" symbol="3" render="true" />
   <category value="VIAHE" label="Vỉa hè, lề đường" symbol="4" render="true" />
   <category value="PHANCACH" label="Dải phân cách" symbol="5" render="true" />
   <category value="HANHLANG" label="Hành lang an toàn" symbol="6" render="true" />
   <category value="RANHQH" label="Ranh giới lập quy hoạch" symbol="7" render="true" />
   <category value="RANHLO" label="Ranh lô, ranh chia đất" symbol="8" render="true" />
   <category value="DUONGSAT" label="Đường sắt" symbol="9" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="10" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="227,26,28,255" />
      <Option name="line_width" type="QString" value="0.56" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.56, 0.336)" />
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
      <Option name="line_color" type="QString" value="255,127,0,255" />
      <Option name="line_width" type="QString" value="0.392" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="1.68;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.392, 0.235)" />
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
      <Option name="line_color" type="QString" value="177,89,40,255" />
      <Option name="line_width" type="QString" value="0.28" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="2.8;0.84;0.56;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.28, 0.168)" />
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
      <Option name="line_color" type="QString" value="127,127,127,255" />
      <Option name="line_width" type="QString" value="0.224" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.224, 0.134)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="4" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="168,162,154,255" />
      <Option name="line_width" type="QString" value="0.224" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.224, 0.134)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="5" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="102,102,102,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.392, 0.235)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="6" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="106,61,154,255" />
      <Option name="line_width" type="QString" value="0.392" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="0.84;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.392, 0.235)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="7" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="0,0,0,255" />
      <Option name="line_width" type="QString" value="0.672" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="joinstyle" type="QString" value="round" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="use_custom_dash" type="QString" value="1" />
      <Option name="customdash" type="QString" value="3.36;0.84;0.56;0.84" />
      <Option name="customdash_unit" type="QString" value="MM" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.672, 0.403)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="8" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="51,160,44,255" />
      <Option name="line_width" type="QString" value="0.168" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.168, 0.101)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="9" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="31,31,31,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.392, 0.235)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="10" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="1">
     <Option type="Map">
      <Option name="line_color" type="QString" value="138,143,152,255" />
      <Option name="line_width" type="QString" value="0.392" />
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
         <Option name="expression" type="QString" value="scale_linear(ln(@map_scale), ln(6000), ln(190000), 0.392, 0.235)" />
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
  <field name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Chỉ giới đường đỏ" type="QString" value="CGDD" />
       </Option>
       <Option type="Map">
        <Option name="Chỉ giới xây dựng" type="QString" value="CGXD" />
       </Option>
       <Option type="Map">
        <Option name="Tim đường" type="QString" value="TIM" />
       </Option>
       <Option type="Map">
        <Option name="Mép đường, lòng đường" type="QString" value="MEP" />
       </Option>
       <Option type="Map">
        <Option name="Vỉa hè, lề đường" type="QString" value="VIAHE" />
       </Option>
       <Option type="Map">
        <Option name="Dải phân cách" type="QString" value="PHANCACH" />
       </Option>
       <Option type="Map">
        <Option name="Hành lang an toàn" type="QString" value="HANHLANG" />
       </Option>
       <Option type="Map">
        <Option name="Ranh giới lập quy hoạch" type="QString" value="RANHQH" />
       </Option>
       <Option type="Map">
        <Option name="Ranh lô, ranh chia đất" type="QString" value="RANHLO" />
       </Option>
       <Option type="Map">
        <Option name="Đường sắt" type="QString" value="DUONGSAT" />
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
  <alias index="0" field="line_id" name="Mã đường" />
  <alias index="1" field="plan_id" name="Mã đồ án" />
  <alias index="2" field="plan_name" name="Tên đồ án" />
  <alias index="3" field="plan_level" name="Cấp độ quy hoạch" />
  <alias index="4" field="line_no" name="Số hiệu" />
  <alias index="5" field="kind" name="Loại chỉ giới" />
  <alias index="6" field="cad_layer" name="Lớp trong bản vẽ" />
  <alias index="7" field="status" name="Tình trạng pháp lý" />
  <alias index="8" field="decision_no" name="Số quyết định phê duyệt" />
  <alias index="9" field="decision_date" name="Ngày quyết định" />
  <alias index="10" field="authority" name="Cơ quan phê duyệt" />
  <alias index="11" field="valid_from" name="Hiệu lực từ" />
  <alias index="12" field="valid_to" name="Hiệu lực đến" />
  <alias index="13" field="length_m" name="Chiều dài" />
 </aliases>
</qgis>
