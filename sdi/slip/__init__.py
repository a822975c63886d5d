"""The planning slip: what the published plans say of one parcel, as one document that can be verified."""
