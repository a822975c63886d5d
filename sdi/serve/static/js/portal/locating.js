// Where the reader is, by the device; asked for only when the button is pressed.

import { Geolocation } from "../../vendor/map/map.js";
import { announce, showHint } from "./announce.js";
import { length, text } from "./text.js";

/** The button "my position"; ``found`` is called with the place, once. */
export class Locating {
  constructor(mapView, found) {
    const button = document.querySelector("[data-tool=locate]");
    const geolocation = new Geolocation({ projection: mapView.view.getProjection(), trackingOptions: { enableHighAccuracy: true, timeout: 15000 } });
    const stop = () => {
      geolocation.setTracking(false);
      button.setAttribute("aria-pressed", "false");
    };
    button.addEventListener("click", () => {
      showHint(text("locating"));
      button.setAttribute("aria-pressed", "true");
      geolocation.setTracking(true);
    });
    geolocation.on("change:position", () => {
      const place = geolocation.getPosition();
      if (!place || !geolocation.getTracking()) return;
      const accuracy = text("located", { accuracy: length(geolocation.getAccuracy()) });
      stop();
      showHint(accuracy, 5);
      announce(accuracy);
      found(place);
    });
    geolocation.on("error", () => {
      stop();
      showHint(text("not_located"), 6);
      announce(text("not_located"));
    });
  }
}
