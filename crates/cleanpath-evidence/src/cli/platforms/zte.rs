//! ZTE's ZXROS and ZXR10, and the version pages of ZXA10: shapes after the command references of the series.

use crate::cli::rules::{Rule, own, part};
use cleanpath_model::property::Property as P;

/// `show version` of ZXR10, ZXCTN and ZXA10.
pub(in crate::cli) const VERSION: &[Rule] = &[
    own("ZXR10 ROS Version {}", &[P::Software]),
    own("ZXROS Version {}", &[P::Software]),
    own("ZXROSNG Version {}", &[P::Software]),
    own("ZXR10_{w} Software, Version {}", &[P::Model, P::Software]),
    own("ZXR10 {} Software, Version : {}", &[P::Model, P::Software]),
    own("ZXCTN {} Software, Version : {}", &[P::Model, P::Software]),
    own("ZXR10 {w} Version {}", &[P::Model, P::Software]),
    own("ZXAN product {w} of ZTE Corporation", &[P::Model]),
    part("[{}], panel {n}", &[P::Model, P::Position]),
];
