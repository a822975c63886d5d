<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling|Fields|Forms|Rendering" hasScaleBasedVisibilityFlag="1" minScale="1500000" maxScale="0" labelsEnabled="1" simplifyDrawingHints="1">
 <renderer-v2 type="categorizedSymbol" attr="frequency" forceraster="0" symbollevels="0" enableorderby="0">
  <categories>
   <category value="P1" label="Tần suất 1 % (100 năm)" symbol="0" render="true" />
   <category value="P2" label="Tần suất 2 % (50 năm)" symbol="1" render="true" />
   <category value="P5" label="Tần suất 5 % (20 năm)" symbol="2" render="true" />
   <category value="P10" label="Tần suất 10 % (10 năm)" symbol="3" render="true" />
   <category value="P20" label="Tần suất 20 % (5 năm)" symbol="4" render="true" />
   <category value="HN" label="Ngập hằng năm" symbol="5" render="true" />
   <category value="" label="Khác, chưa rõ" symbol="6" render="true" />
  </categories>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="style" type="QString" value="solid" />
      <Option name="color" type="QString" value="222,235,247,115" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="0" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.168" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="138,146,153,255" />
     </Option>
     <symbol name="@0@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="138,146,153,255" />
        <Option name="line_width" type="QString" value="0.168" />
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
      <Option name="outline_color" type="QString" value="138,146,153,255" />
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
      <Option name="color" type="QString" value="198,219,239,115" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="0" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.168" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="123,136,148,255" />
     </Option>
     <symbol name="@1@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="123,136,148,255" />
        <Option name="line_width" type="QString" value="0.168" />
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
      <Option name="outline_color" type="QString" value="123,136,148,255" />
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
      <Option name="color" type="QString" value="158,202,225,115" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="0" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.168" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="98,125,140,255" />
     </Option>
     <symbol name="@2@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="98,125,140,255" />
        <Option name="line_width" type="QString" value="0.168" />
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
      <Option name="outline_color" type="QString" value="98,125,140,255" />
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
      <Option name="color" type="QString" value="107,174,214,115" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="0" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.168" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="66,108,133,255" />
     </Option>
     <symbol name="@3@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="66,108,133,255" />
        <Option name="line_width" type="QString" value="0.168" />
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
      <Option name="color" type="QString" value="49,130,189,115" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="0" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.168" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="30,81,117,255" />
     </Option>
     <symbol name="@4@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="30,81,117,255" />
        <Option name="line_width" type="QString" value="0.168" />
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
      <Option name="outline_color" type="QString" value="30,81,117,255" />
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
      <Option name="color" type="QString" value="8,81,156,115" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="0" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.168" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="5,50,97,255" />
     </Option>
     <symbol name="@5@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="5,50,97,255" />
        <Option name="line_width" type="QString" value="0.168" />
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
      <Option name="outline_color" type="QString" value="5,50,97,255" />
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
      <Option name="color" type="QString" value="138,143,152,115" />
      <Option name="outline_style" type="QString" value="no" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="0" />
      <Option name="distance" type="QString" value="1.68" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.168" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="86,89,94,255" />
     </Option>
     <symbol name="@6@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="86,89,94,255" />
        <Option name="line_width" type="QString" value="0.168" />
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
   <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans" namedStyle="Italic" fontWeight="50" fontItalic="1" fontSize="3.08" fontSizeUnit="MM" fontLetterSpacing="0" textColor="11,60,111,255" textOpacity="1" blendMode="0">
    <text-buffer bufferDraw="1" bufferSize="0.392" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128" />
   </text-style>
   <text-format wrapChar="" autoWrapLength="24" multilineAlign="1" />
   <placement placement="4" distUnits="MM" placementFlags="9" dist="0.3" predefinedPositionOrder="BR,R,TR,B,T,L,BL,TL" centroidInside="1" fitInPolygonOnly="0" repeatDistance="0" repeatDistanceUnits="MM" />
   <rendering scaleVisibility="1" scaleMin="0" scaleMax="1500000" drawLabels="1" obstacle="0" mergeLines="1" />
  </settings>
 </labeling>
 <fieldConfiguration>
  <field name="cause">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Lũ sông" type="QString" value="song" />
       </Option>
       <Option type="Map">
        <Option name="Mưa lớn đô thị" type="QString" value="mua" />
       </Option>
       <Option type="Map">
        <Option name="Triều cường" type="QString" value="trieu" />
       </Option>
       <Option type="Map">
        <Option name="Nước dâng do bão" type="QString" value="bao" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field name="frequency">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Tần suất 1 % (100 năm)" type="QString" value="P1" />
       </Option>
       <Option type="Map">
        <Option name="Tần suất 2 % (50 năm)" type="QString" value="P2" />
       </Option>
       <Option type="Map">
        <Option name="Tần suất 5 % (20 năm)" type="QString" value="P5" />
       </Option>
       <Option type="Map">
        <Option name="Tần suất 10 % (10 năm)" type="QString" value="P10" />
       </Option>
       <Option type="Map">
        <Option name="Tần suất 20 % (5 năm)" type="QString" value="P20" />
       </Option>
       <Option type="Map">
        <Option name="Ngập hằng năm" type="QString" value="HN" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias index="0" field="flood_id" name="Mã vùng ngập" />
  <alias index="1" field="name" name="Tên khu vực" />
  <alias index="2" field="cause" name="Nguyên nhân" />
  <alias index="3" field="frequency" name="Tần suất" />
  <alias index="4" field="depth_m" name="Độ sâu ngập lớn nhất" />
  <alias index="5" field="duration_h" name="Thời gian ngập" />
  <alias index="6" field="event" name="Trận lũ" />
  <alias index="7" field="year" name="Năm lập" />
  <alias index="8" field="source" name="Nguồn" />
  <alias index="9" field="surveyed_on" name="Ngày khảo sát" />
  <alias index="10" field="area_m2" name="Diện tích tính toán" />
 </aliases>
</qgis>
