<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="190000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="nha_o" label="Nhà ở riêng lẻ" symbol="0" render="true" />
   <category value="chung_cu" label="Chung cư" symbol="1" render="true" />
   <category value="cong_cong" label="Công trình công cộng" symbol="2" render="true" />
   <category value="ha_tang" label="Hạ tầng kỹ thuật" symbol="3" render="true" />
   <category value="duong" label="Thi công đường" symbol="4" render="true" />
   <category value="thoat_nuoc" label="Thi công thoát nước" symbol="5" render="true" />
   <category value="cap_nuoc" label="Thi công cấp nước" symbol="6" render="true" />
   <category value="ngam_hoa" label="Ngầm hóa cáp điện và viễn thông" symbol="7" render="true" />
   <category value="cong_vien" label="Cải tạo công viên" symbol="8" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="9" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="199,169,139,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="199,169,139,255" />
     </Option>
     <symbol name="@0@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="199,169,139,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="123,105,86,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="201,166,107,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="201,166,107,255" />
     </Option>
     <symbol name="@1@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="201,166,107,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="125,103,66,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="204,102,127,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="204,102,127,255" />
     </Option>
     <symbol name="@2@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="204,102,127,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="126,63,79,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="91,91,91,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="91,91,91,255" />
     </Option>
     <symbol name="@3@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="91,91,91,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="56,56,56,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="254,153,41,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="254,153,41,255" />
     </Option>
     <symbol name="@4@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="254,153,41,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="31,120,180,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="31,120,180,255" />
     </Option>
     <symbol name="@5@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="31,120,180,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="19,74,112,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="107,174,214,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="107,174,214,255" />
     </Option>
     <symbol name="@6@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="107,174,214,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="66,108,133,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="117,107,177,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="117,107,177,255" />
     </Option>
     <symbol name="@7@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="117,107,177,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="73,66,110,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="102,204,0,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="102,204,0,255" />
     </Option>
     <symbol name="@8@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="102,204,0,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_color" type="QString" value="63,126,0,255" />
      <Option name="outline_width" type="QString" value="0.42" />
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
      <Option name="color" type="QString" value="138,143,152,64" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="135" />
      <Option name="distance" type="QString" value="1.96" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.448" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="138,143,152,255" />
     </Option>
     <symbol name="@9@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="138,143,152,255" />
        <Option name="line_width" type="QString" value="0.448" />
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
      <Option name="outline_width" type="QString" value="0.42" />
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
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="43,43,43,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="190000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
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
        <Option name="Công trình công cộng" type="QString" value="cong_cong" />
       </Option>
       <Option type="Map">
        <Option name="Hạ tầng kỹ thuật" type="QString" value="ha_tang" />
       </Option>
       <Option type="Map">
        <Option name="Thi công đường" type="QString" value="duong" />
       </Option>
       <Option type="Map">
        <Option name="Thi công thoát nước" type="QString" value="thoat_nuoc" />
       </Option>
       <Option type="Map">
        <Option name="Thi công cấp nước" type="QString" value="cap_nuoc" />
       </Option>
       <Option type="Map">
        <Option name="Ngầm hóa cáp điện và viễn thông" type="QString" value="ngam_hoa" />
       </Option>
       <Option type="Map">
        <Option name="Cải tạo công viên" type="QString" value="cong_vien" />
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
        <Option name="Đã cấp phép" type="QString" value="cap_phep" />
       </Option>
       <Option type="Map">
        <Option name="Đang thi công" type="QString" value="thi_cong" />
       </Option>
       <Option type="Map">
        <Option name="Tạm dừng" type="QString" value="tam_dung" />
       </Option>
       <Option type="Map">
        <Option name="Đã hoàn thành" type="QString" value="hoan_thanh" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="work_id" name="Mã công trình" />
  <alias index="1" field="name" name="Tên công trình" />
  <alias index="2" field="kind" name="Loại" />
  <alias index="3" field="status" name="Tình trạng" />
  <alias index="4" field="storeys" name="Số tầng" />
  <alias index="5" field="permit_no" name="Số giấy phép" />
  <alias index="6" field="permit_date" name="Ngày cấp phép" />
  <alias index="7" field="starts_on" name="Khởi công" />
  <alias index="8" field="ends_on" name="Hoàn thành" />
  <alias index="9" field="contractor" name="Đơn vị thi công" />
  <alias index="10" field="commune_code" name="Mã xã" />
  <alias index="11" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
