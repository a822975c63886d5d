<?xml version="1.0" encoding="UTF-8"?>
<sld:StyledLayerDescriptor xmlns:ogc="http://www.opengis.net/ogc" xmlns:se="http://www.opengis.net/se" xmlns:sld="http://www.opengis.net/sld" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.1.0" xsi:schemaLocation="http://www.opengis.net/sld http://schemas.opengis.net/sld/1.1.0/StyledLayerDescriptor.xsd">
  <sld:NamedLayer>
    <se:Name>existing_land_use</se:Name>
    <sld:UserStyle>
      <se:Name>existing_land_use</se:Name>
      <se:Description>
        <se:Title>Hiện trạng sử dụng đất</se:Title>
      </se:Description>
      <sld:IsDefault>1</sld:IsDefault>
      <se:FeatureTypeStyle>
        <se:Rule>
          <se:Name>LUA</se:Name>
          <se:Description>
            <se:Title>Đất trồng lúa</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUA</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUA+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFC82</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9C51</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LUC</se:Name>
          <se:Description>
            <se:Title>Đất chuyên trồng lúa</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFC8C</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9C57</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LUK</se:Name>
          <se:Description>
            <se:Title>Đất trồng lúa còn lại</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFC96</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9C5D</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LUN</se:Name>
          <se:Description>
            <se:Title>Đất trồng lúa nương</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LUN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFCB4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9C70</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CHN</se:Name>
          <se:Description>
            <se:Title>Đất trồng cây hằng năm</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CHN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CHN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFC78</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9C4A</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>HNK</se:Name>
          <se:Description>
            <se:Title>Đất trồng cây hằng năm khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>HNK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>HNK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFF0B4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9570</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>BHK</se:Name>
          <se:Description>
            <se:Title>Đất bằng trồng cây hàng năm khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>BHK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>BHK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFF0B4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9570</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>NHK</se:Name>
          <se:Description>
            <se:Title>Đất nương rẫy trồng cây hàng năm khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NHK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NHK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFF0B4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9570</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>COC</se:Name>
          <se:Description>
            <se:Title>Đất cỏ dùng vào chăn nuôi</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>COC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>COC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#E6F0A0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#8F9563</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CLN</se:Name>
          <se:Description>
            <se:Title>Đất trồng cây lâu năm</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CLN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CLN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFD2A0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E8263</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LNC</se:Name>
          <se:Description>
            <se:Title>Đất trồng cây công nghiệp lâu năm</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFC896</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E7C5D</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LNQ</se:Name>
          <se:Description>
            <se:Title>Đất trồng cây ăn quả lâu năm</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNQ</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNQ+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFD7AF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E856C</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LNK</se:Name>
          <se:Description>
            <se:Title>Đất trồng cây lâu năm khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFDCB9</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E8873</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LNP</se:Name>
          <se:Description>
            <se:Title>Đất lâm nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNP</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LNP+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#AAFF32</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#699E1F</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RDD</se:Name>
          <se:Description>
            <se:Title>Đất rừng đặc dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDD</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDD+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#6EFF64</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#449E3E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RPH</se:Name>
          <se:Description>
            <se:Title>Đất rừng phòng hộ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPH</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPH+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#BEFF1E</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#769E13</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RSX</se:Name>
          <se:Description>
            <se:Title>Đất rừng sản xuất</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSX</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSX+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B4FFB4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#709E70</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RSN</se:Name>
          <se:Description>
            <se:Title>Đất có rừng tự nhiên sản xuất</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#A8F0A8</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#689568</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RST</se:Name>
          <se:Description>
            <se:Title>Đất có rừng trồng sản xuất</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RST</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RST+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B4FFB4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#709E70</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RSK</se:Name>
          <se:Description>
            <se:Title>Đất khoanh nuôi phục hồi rừng sản xuất</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#C6FFC6</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7B9E7B</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RSM</se:Name>
          <se:Description>
            <se:Title>Đất trồng rừng sản xuất</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSM</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RSM+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#BEF5BE</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#769876</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RPN</se:Name>
          <se:Description>
            <se:Title>Đất có rừng tự nhiên phòng hộ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B2F01A</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#6E9510</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RPT</se:Name>
          <se:Description>
            <se:Title>Đất có rừng trồng phòng hộ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#BEFF1E</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#769E13</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RPK</se:Name>
          <se:Description>
            <se:Title>Đất khoanh nuôi phục hồi rừng phòng hộ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#CCFF4D</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7E9E30</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RPM</se:Name>
          <se:Description>
            <se:Title>Đất trồng rừng phòng hộ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPM</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RPM+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#C4FA38</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7A9B23</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RDN</se:Name>
          <se:Description>
            <se:Title>Đất có rừng tự nhiên đặc dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#5FE656</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#3B8F35</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RDT</se:Name>
          <se:Description>
            <se:Title>Đất có rừng trồng đặc dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#6EFF64</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#449E3E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RDK</se:Name>
          <se:Description>
            <se:Title>Đất khoanh nuôi phục hồi rừng đặc dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#86FF7D</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#539E4E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>RDM</se:Name>
          <se:Description>
            <se:Title>Đất trồng rừng đặc dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDM</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>RDM+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#7AF570</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#4C9845</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>NTS</se:Name>
          <se:Description>
            <se:Title>Đất nuôi trồng thủy sản</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NTS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NTS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#AAFFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#699E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TSL</se:Name>
          <se:Description>
            <se:Title>Đất nuôi trồng thủy sản nước lợ, mặn</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSL</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSL+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#96F0FF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#5D959E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TSN</se:Name>
          <se:Description>
            <se:Title>Đất nuôi trồng thủy sản nước ngọt</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#AAFFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#699E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CNT</se:Name>
          <se:Description>
            <se:Title>Đất chăn nuôi tập trung</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CNT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CNT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#EBFFAA</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#929E69</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>LMU</se:Name>
          <se:Description>
            <se:Title>Đất làm muối</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LMU</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>LMU+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#E6E6FF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#8F8F9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>NKH</se:Name>
          <se:Description>
            <se:Title>Đất nông nghiệp khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NKH</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NKH+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#F5FFB4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#989E70</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>OTC</se:Name>
          <se:Description>
            <se:Title>Đất ở</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>OTC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>OTC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFB4FF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E709E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>ONT</se:Name>
          <se:Description>
            <se:Title>Đất ở tại nông thôn</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>ONT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>ONT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFD0FF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E819E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>ODT</se:Name>
          <se:Description>
            <se:Title>Đất ở tại đô thị</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>ODT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>ODT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFA0FF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E639E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TSC</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng trụ sở cơ quan</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TSK</se:Name>
          <se:Description>
            <se:Title>Đất trụ sở khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TSK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFB4AA</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E7069</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CTS</se:Name>
          <se:Description>
            <se:Title>Đất trụ sở cơ quan, công trình sự nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CTS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CTS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CQA</se:Name>
          <se:Description>
            <se:Title>Đất quốc phòng, an ninh</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CQA</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CQA+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FF5A4B</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E382E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CQP</se:Name>
          <se:Description>
            <se:Title>Đất quốc phòng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CQP</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CQP+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FF6450</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E3E32</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CAN</se:Name>
          <se:Description>
            <se:Title>Đất an ninh</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CAN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CAN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FF5046</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E322B</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DSN</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng công trình sự nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DSN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DSN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFA0AA</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6369</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DTS</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng trụ sở của tổ chức sự nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DTS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DTS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFB0B9</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6D73</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DVH</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở văn hóa</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DVH</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DVH+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFA0AA</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6369</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DXH</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở xã hội</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DXH</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DXH+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFA6B4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6770</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DYT</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở y tế</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DYT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DYT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FF8CA5</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E5766</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DGD</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở giáo dục và đào tạo</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DGD</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DGD+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFA0C8</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E637C</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DTT</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở thể dục, thể thao</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DTT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DTT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFB9A0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E7363</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DKH</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở khoa học và công nghệ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DKH</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DKH+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#F0A0C8</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#95637C</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DMT</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở môi trường</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DMT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DMT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#C8D2AA</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7C8269</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DKT</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở khí tượng thủy văn</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DKT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DKT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#C8BEDC</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7C7688</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DNG</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng cơ sở ngoại giao</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DNG</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DNG+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFC8C8</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E7C7C</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DSK</se:Name>
          <se:Description>
            <se:Title>Đất xây dựng công trình sự nghiệp khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DSK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DSK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFAAB4</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6970</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CSK</se:Name>
          <se:Description>
            <se:Title>Đất sản xuất, kinh doanh phi nông nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CSK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CSK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFA0AA</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6369</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SCC</se:Name>
          <se:Description>
            <se:Title>Đất khu công nghiệp, cụm công nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SCC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SCC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#F5A5A0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#986663</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SKK</se:Name>
          <se:Description>
            <se:Title>Đất khu công nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FAAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9B6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SKN</se:Name>
          <se:Description>
            <se:Title>Đất cụm công nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FAAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9B6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SCT</se:Name>
          <se:Description>
            <se:Title>Đất khu công nghệ thông tin tập trung</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SCT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SCT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#EBA0C3</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#926379</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SKT</se:Name>
          <se:Description>
            <se:Title>Đất khu chế xuất</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FAAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9B6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TMD</se:Name>
          <se:Description>
            <se:Title>Đất thương mại, dịch vụ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TMD</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TMD+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FAAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9B6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SKC</se:Name>
          <se:Description>
            <se:Title>Đất cơ sở sản xuất phi nông nghiệp</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FAAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9B6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SKS</se:Name>
          <se:Description>
            <se:Title>Đất sử dụng cho hoạt động khoáng sản</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#CDAACD</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7F697F</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SKX</se:Name>
          <se:Description>
            <se:Title>Đất sản xuất vật liệu xây dựng, làm đồ gốm</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKX</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SKX+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#CDAACD</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7F697F</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CCC</se:Name>
          <se:Description>
            <se:Title>Đất sử dụng vào mục đích công cộng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CCC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CCC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFAAA0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E6963</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DGT</se:Name>
          <se:Description>
            <se:Title>Đất công trình giao thông</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DGT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DGT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFAA32</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E691F</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DTL</se:Name>
          <se:Description>
            <se:Title>Đất công trình thủy lợi</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DTL</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DTL+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#AAFFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#699E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DCT</se:Name>
          <se:Description>
            <se:Title>Đất công trình cấp nước, thoát nước</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#96DCFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#5D889E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DPC</se:Name>
          <se:Description>
            <se:Title>Đất công trình phòng, chống thiên tai</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DPC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DPC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#A0C8E6</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#637C8F</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DDD</se:Name>
          <se:Description>
            <se:Title>Đất có di tích lịch sử - văn hóa, danh lam thắng cảnh, di sản thiên nhiên</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DDD</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DDD+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#E6A064</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#8F633E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DDT</se:Name>
          <se:Description>
            <se:Title>Đất có di tích lịch sử - văn hóa</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DDT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DDT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#E6A064</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#8F633E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DDL</se:Name>
          <se:Description>
            <se:Title>Đất danh lam thắng cảnh</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DDL</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DDL+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B4D278</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#70824A</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DRA</se:Name>
          <se:Description>
            <se:Title>Đất công trình xử lý chất thải</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DRA</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DRA+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#CDAACD</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#7F697F</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DNL</se:Name>
          <se:Description>
            <se:Title>Đất công trình năng lượng, chiếu sáng công cộng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DNL</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DNL+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFC8A0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E7C63</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DBV</se:Name>
          <se:Description>
            <se:Title>Đất công trình hạ tầng bưu chính, viễn thông, công nghệ thông tin</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DBV</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DBV+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#F0B4C8</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#95707C</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DCH</se:Name>
          <se:Description>
            <se:Title>Đất chợ dân sinh, chợ đầu mối</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCH</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCH+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FAA08C</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9B6357</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DKV</se:Name>
          <se:Description>
            <se:Title>Đất khu vui chơi, giải trí công cộng, sinh hoạt cộng đồng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DKV</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DKV+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#A0E68C</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#638F57</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DSH</se:Name>
          <se:Description>
            <se:Title>Đất sinh hoạt cộng đồng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DSH</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DSH+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#F5C8A0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#987C63</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DCK</se:Name>
          <se:Description>
            <se:Title>Đất công trình công cộng khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFB4A0</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E7063</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TTN</se:Name>
          <se:Description>
            <se:Title>Đất tôn giáo, tín ngưỡng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TTN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TTN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#E6A08C</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#8F6357</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TON</se:Name>
          <se:Description>
            <se:Title>Đất tôn giáo</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TON</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TON+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#E6A08C</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#8F6357</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TIN</se:Name>
          <se:Description>
            <se:Title>Đất tín ngưỡng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TIN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TIN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#EBAF96</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#926C5D</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>NTD</se:Name>
          <se:Description>
            <se:Title>Đất nghĩa trang, nhà tang lễ, cơ sở hỏa táng; cơ sở lưu giữ tro cốt</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NTD</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NTD+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#D2D2D2</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#828282</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>TVC</se:Name>
          <se:Description>
            <se:Title>Đất có mặt nước chuyên dùng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TVC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>TVC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#A0F0FF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#63959E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>MNC</se:Name>
          <se:Description>
            <se:Title>Đất có mặt nước chuyên dùng dạng ao, hồ, đầm, phá</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MNC</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MNC+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#A0FFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#639E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SON</se:Name>
          <se:Description>
            <se:Title>Đất có mặt nước dạng sông, ngòi, kênh, rạch, suối</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SON</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SON+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#A0FFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#639E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>SMN</se:Name>
          <se:Description>
            <se:Title>Đất sông suối và mặt nước chuyên dùng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SMN</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>SMN+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#A0FFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#639E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>PNK</se:Name>
          <se:Description>
            <se:Title>Đất phi nông nghiệp khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>PNK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>PNK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFC8E6</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E7C8F</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CSD</se:Name>
          <se:Description>
            <se:Title>Đất chưa sử dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CSD</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CSD+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFFFE</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9E9D</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>CGT</se:Name>
          <se:Description>
            <se:Title>Đất do Nhà nước thu hồi theo quy định của pháp luật đất đai chưa giao, chưa cho thuê</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CGT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>CGT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#F0F0DC</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#959588</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>BCS</se:Name>
          <se:Description>
            <se:Title>Đất bằng chưa sử dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>BCS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>BCS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFFFE</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9E9D</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>DCS</se:Name>
          <se:Description>
            <se:Title>Đất đồi núi chưa sử dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>DCS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#FFFFFE</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#9E9E9D</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>NCS</se:Name>
          <se:Description>
            <se:Title>Núi đá không có rừng cây</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NCS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>NCS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#E6E6C8</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#8F8F7C</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>MCS</se:Name>
          <se:Description>
            <se:Title>Đất có mặt nước chưa sử dụng</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MCS</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MCS+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#DCFFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#889E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>MVB</se:Name>
          <se:Description>
            <se:Title>Đất có mặt nước ven biển</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVB</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVB+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B4FFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#709E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>MVT</se:Name>
          <se:Description>
            <se:Title>Đất mặt nước ven biển nuôi trồng thủy sản</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVT</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVT+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B4FFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#709E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>MVR</se:Name>
          <se:Description>
            <se:Title>Đất mặt nước ven biển có rừng ngập mặn</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVR</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVR+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B4FFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#709E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>MVK</se:Name>
          <se:Description>
            <se:Title>Đất mặt nước ven biển có mục đích khác</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Or>
              <ogc:PropertyIsEqualTo>
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVK</ogc:Literal>
              </ogc:PropertyIsEqualTo>
              <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                <ogc:PropertyName>land_use</ogc:PropertyName>
                <ogc:Literal>MVK+*</ogc:Literal>
              </ogc:PropertyIsLike>
            </ogc:Or>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#B4FFFF</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#709E9E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>rule100</se:Name>
          <se:Description>
            <se:Title>Khác, chưa rõ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Not>
              <ogc:Or>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUA</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUA+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LUN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CHN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CHN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>HNK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>HNK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>BHK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>BHK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NHK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NHK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>COC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>COC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CLN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CLN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNQ</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNQ+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNP</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LNP+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDD</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDD+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPH</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPH+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSX</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSX+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RST</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RST+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSM</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RSM+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPM</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RPM+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDM</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>RDM+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NTS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NTS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSL</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSL+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CNT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CNT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LMU</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>LMU+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NKH</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NKH+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>OTC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>OTC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>ONT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>ONT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>ODT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>ODT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TSK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CTS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CTS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CQA</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CQA+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CQP</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CQP+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CAN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CAN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DSN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DSN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DTS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DTS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DVH</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DVH+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DXH</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DXH+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DYT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DYT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DGD</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DGD+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DTT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DTT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DKH</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DKH+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DMT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DMT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DKT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DKT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DNG</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DNG+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DSK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DSK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CSK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CSK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SCC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SCC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SCT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SCT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TMD</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TMD+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKX</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SKX+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CCC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CCC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DGT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DGT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DTL</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DTL+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DPC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DPC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DDD</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DDD+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DDT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DDT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DDL</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DDL+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DRA</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DRA+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DNL</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DNL+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DBV</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DBV+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCH</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCH+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DKV</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DKV+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DSH</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DSH+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TTN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TTN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TON</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TON+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TIN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TIN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NTD</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NTD+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TVC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>TVC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MNC</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MNC+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SON</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SON+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SMN</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>SMN+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>PNK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>PNK+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CSD</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CSD+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CGT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>CGT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>BCS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>BCS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>DCS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NCS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>NCS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MCS</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MCS+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVB</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVB+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVT</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVT+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVR</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVR+*</ogc:Literal>
                </ogc:PropertyIsLike>
                <ogc:PropertyIsEqualTo>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVK</ogc:Literal>
                </ogc:PropertyIsEqualTo>
                <ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                  <ogc:Literal>MVK+*</ogc:Literal>
                </ogc:PropertyIsLike>
              </ogc:Or>
            </ogc:Not>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#8A8F98</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#56595E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
        <se:Rule>
          <se:Name>rule100-null</se:Name>
          <se:Description>
            <se:Title>Khác, chưa rõ</se:Title>
          </se:Description>
          <ogc:Filter>
            <ogc:Not>
              <ogc:Not>
                <ogc:PropertyIsNull>
                  <ogc:PropertyName>land_use</ogc:PropertyName>
                </ogc:PropertyIsNull>
              </ogc:Not>
            </ogc:Not>
          </ogc:Filter>
          <se:MaxScaleDenominator>770000</se:MaxScaleDenominator>
          <se:PolygonSymbolizer>
            <se:Fill>
              <se:SvgParameter name="fill">#8A8F98</se:SvgParameter>
              <se:SvgParameter name="fill-opacity">0.6</se:SvgParameter>
            </se:Fill>
            <se:Stroke>
              <se:SvgParameter name="stroke">#56595E</se:SvgParameter>
              <se:SvgParameter name="stroke-width">0.4</se:SvgParameter>
              <se:SvgParameter name="stroke-linejoin">round</se:SvgParameter>
            </se:Stroke>
          </se:PolygonSymbolizer>
        </se:Rule>
      </se:FeatureTypeStyle>
    </sld:UserStyle>
  </sld:NamedLayer>
</sld:StyledLayerDescriptor>
