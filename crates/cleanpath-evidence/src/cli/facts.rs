//! Keys with which boxes of many makers print their own identity: `Serial Number : X`, `Product Model = Y`.

use super::rules::Keys;
use cleanpath_model::property::Property as P;

/// Keys of a box and its parts.
#[rustfmt::skip]
pub(super) const OWN: Keys = &[
    ("serialnumber", P::Serial), ("serialno", P::Serial), ("serial", P::Serial), ("serialnum", P::Serial),
    ("systemserialnumber", P::Serial), ("systemserial", P::Serial), ("chassisserialnumber", P::Serial),
    ("chassisserialnbr", P::Serial), ("chassisserial", P::Serial), ("motherboardserialnumber", P::Serial),
    ("systemserialno", P::Serial), ("hwsn", P::Serial), ("hwserialnumber", P::Serial), ("hardwareserialnumber", P::Serial),
    ("productserialnumber", P::Serial), ("deviceserialnumber", P::Serial), ("manuserialnumber", P::Serial), ("scserial", P::Serial),
    ("devicesn", P::Serial), ("sn", P::Serial), ("esn", P::Serial), ("barcode", P::Serial), ("machineitem", P::Serial),
    ("processorboardid", P::Serial), ("licensedserialnumber", P::Serial),
    ("interfacecardserial", P::Serial), ("cpucardserial", P::Serial),
    ("model", P::Model), ("modelname", P::Model), ("modelnumber", P::Model), ("modelno", P::Model), ("systemmodel", P::Model),
    ("productmodel", P::Model), ("productname", P::Model), ("productclass", P::Model), ("hardwaremodel", P::Model),
    ("hwmodel", P::Model), ("machinemodel", P::Model), ("systemtype", P::Model), ("boardname", P::Model),
    ("devicename", P::Model), ("devicemodel", P::Model), ("devicetype", P::Model), ("chassistype", P::Model), ("boardtype", P::Model),
    ("switchmodel", P::Model), ("scmodel", P::Model), ("producttype", P::Model), ("hwsku", P::PartNumber), ("product", P::Model),
    ("partnumber", P::PartNumber), ("partno", P::PartNumber), ("systempartnumber", P::PartNumber), ("productnumber", P::PartNumber),
    ("modelpartnumber", P::PartNumber), ("topassemblypartnumber", P::PartNumber), ("item", P::PartNumber), ("bom", P::PartNumber),
    ("manufacturer", P::EntityManufacturer), ("vendorname", P::EntityManufacturer), ("vendor", P::EntityManufacturer),
    ("manufacturername", P::EntityManufacturer), ("mfgname", P::EntityManufacturer),
    ("manufacturingdate", P::Manufactured), ("manufactured", P::Manufactured), ("manufacturedate", P::Manufactured),
    ("description", P::Description), ("systemdescription", P::SnmpSysDescr), ("sysdescr", P::SnmpSysDescr),
    ("systemobjectid", P::SnmpSysObjectId), ("systemoidstring", P::SnmpSysObjectId), ("objectid", P::SnmpSysObjectId),
    // `sysObjectID` is left out: the switches that print it so have changed hands, and their number names whoever owns
    // it now.
    ("systemname", P::Name), ("hostname", P::Name), ("sysname", P::Name), ("name", P::Name),
    ("softwareversion", P::Software), ("arubaoscxversion", P::Software), ("aoscxversion", P::Software), ("softwarerevision", P::Software), ("swversion", P::Software), ("version", P::Software), ("swver", P::Software),
    ("firmwareversion", P::Software), ("softwareimageversion", P::Software), ("junos", P::Software), ("osversion", P::Software),
    ("sonicsoftwareversion", P::Software), ("operationcodeversion", P::Software), ("firmver", P::Software),
    ("mac", P::Mac), ("macaddress", P::Mac), ("basemac", P::Mac), ("basemacaddr", P::Mac), ("basemacaddress", P::Mac), ("systemmacaddress", P::Mac), ("systemmac", P::Mac),
    ("baseethernetmacaddress", P::Mac), ("burnedinmacaddress", P::Mac), ("hardwaremacaddress", P::Mac), ("chassismacaddress", P::Mac),
    ("boardhwaddr", P::Mac), ("lanmac", P::Mac), ("wanmac", P::Mac), ("macaddr", P::Mac), ("systembasemacaddress", P::Mac), ("firstmacaddress", P::Mac),
    ("assettag", P::AssetTag),
];

/// Keys of a transceiver or another pluggable part.
#[rustfmt::skip]
pub(super) const PLUGGED: Keys = &[
    ("transceivertype", P::Description), ("type", P::Description), ("vendorname", P::EntityManufacturer), ("vendor", P::EntityManufacturer), ("name", P::EntityManufacturer), ("xcvrvendor", P::EntityManufacturer),
    ("manufacturer", P::EntityManufacturer), ("manufacturername", P::EntityManufacturer), ("mfgname", P::EntityManufacturer),
    ("vendorpn", P::PartNumber), ("vendorpartnumber", P::PartNumber), ("vendorpartno", P::PartNumber), ("partnumber", P::PartNumber), ("partnum", P::PartNumber),
    ("orderingname", P::Model), ("ciscoproductid", P::Model), ("ciscopid", P::Model), ("model", P::Model), ("productid", P::Model),
    ("ciscopartnumber", P::PartNumber), ("vendorsn", P::Serial), ("vendorserialnumber", P::Serial), ("manuserialnumber", P::Serial), ("manuserialnum", P::Serial),
    ("serialnumber", P::Serial), ("serialnum", P::Serial), ("serialno", P::Serial), ("vendorserialno", P::Serial),
    ("manufacturingdate", P::Manufactured),
];
