//! ZTE's ZXROS and ZXR10, and the version pages of ZXA10: shapes after the command references of the series.

use crate::cli::rules::{Rule, own, part};
use cleanpath_model::property::Property as P;

/// `show version` of ZXR10, ZXCTN and ZXA10.
pub(in crate::cli) const VERSION: &[Rule] = &[
    own("ZXR10 ROS Version {}", &[P::Software]),
    own("ZXROS Version {}", &[P::Software]),
    own("ZXROSNG Version {}", &[P::Software]),
    own(
        "ZTE {} Software, Version : {w},",
        &[P::Description, P::Software],
    ),
    own("ZXR10_{w} Software, Version {w},", &[P::Model, P::Software]),
    own(
        "ZXR10 {} Software, Version : {w},",
        &[P::Model, P::Software],
    ),
    own("ZXR10 {} Software, Version {w},", &[P::Model, P::Software]),
    own("ZXPON {w} Software, Version {w}", &[P::Model, P::Software]),
    own("ZXA10 {w} Software, Version {w}", &[P::Model, P::Software]),
    // The first line of a packet transport node is its name alone.
    own("ZXCTN {}", &[P::Model]),
    own(
        "System Description : {w} Version {w} Software, Copyright (c) by ZTE",
        &[P::Model, P::Software],
    ),
    part("[{}], panel {n}", &[P::Model, P::Position]),
];
