"""OGC API – Styles: how the layers are drawn, in the writing of each program that draws them."""
