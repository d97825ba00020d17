//! Names of columns and what they say: one table for every inventory, in folded spelling.
//!
//! Sources (study of public exports and manuals): NetBox device, module and device-type import and export; runZero assets;
//! Lansweeper; ServiceNow cmdb_ci_netgear; SolarWinds Orion.Nodes; Huawei U2020 and ZTE inventory exports; TS 28.632
//! and TS 32.692 InventoryUnit (Nokia); Ericsson ENM productData; FCC Form 5641 and FAR 52.204-24; ENTITY-MIB and
//! RFC 8348 names; plain headers in English, German, French, Spanish and Chinese.

use cleanpath_model::fold;
use cleanpath_model::property::Property as P;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a column says of the row's thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// One property.
    Says(P),
    /// A type: the model where no other column holds it (NetBox's "Type"), a kind where its words are kinds.
    Type,
    /// What the thing is used as: a kind, a function, or words of the user's own.
    Role,
    /// The thing that this one is a part of, by name.
    Parent,
    /// The device: the row's own name beside its maker and model; where another column names the row, or in a table of
    /// units, the name of what holds it.
    Device,
    /// The network element: the row's own name, or in a table of boards and cards the name of what holds them.
    Element,
    /// The type of the network element; in a table of boards it says nothing of the board.
    ElementType,
}

use Meaning::{Device, Element, ElementType, Parent, Role, Says, Type};

/// One meaning with its spellings. Where a stronger column already says it, `weaker` is what is left of it.
struct Alias {
    meaning: Meaning,
    weaker: Option<P>,
    spellings: &'static str,
}

const fn says(property: P, spellings: &'static str) -> Alias {
    Alias {
        meaning: Says(property),
        weaker: None,
        spellings,
    }
}

const fn perhaps(property: P, weaker: P, spellings: &'static str) -> Alias {
    Alias {
        meaning: Says(property),
        weaker: Some(weaker),
        spellings,
    }
}

/// Stronger spellings of a property stand before weaker ones.
#[rustfmt::skip]
const ALIASES: &[Alias] = &[
    says(P::Manufacturer, "manufacturer|manufacturers|manufacturername|maker|makers|manufacturedby|madeby|builtby|make|mfg|mfr|manuf|mfgr|mfgname|mfrname|oem|producer|producedby|hwvendor|hardwarevendor|hardwaremanufacturer|devicemanufacturer|equipmentmanufacturer|equipmentmaker|vendorname|entphysicalmfgname|originalmanufacturer|oemname|hersteller|herstellername|fabrikant|valmistaja|tillverkare|produsent|vyrobce|gyarto|uretici|proizvodac|gamintojas|razotajs|tootja|κατασκευαστης|제조사|制造厂商|制造厂家|供应厂家|製造メーカー|メーカー名|製造者|製造業者|fabricant|constructeur|fabricante|produttore|fabbricante|厂商|厂家|制造商|生产厂家|生产商|生产企业|设备厂商|メーカー|製造元|производитель|producent|devicetypemanufacturer|makemanufacturer"),
    perhaps(P::Manufacturer, P::Supplier, "vendor|equipmentvendor|devicevendor|anbieter"),
    says(P::Brand, "brand|brandname|marke|marque|marca|品牌|ブランド|марка"),
    says(P::Supplier, "supplier|suppliername|seller|reseller|distributor|soldby|lieferant|fournisseur|proveedor|供应商|поставщик"),
    says(P::Model, "model|modelname|modelid|modelno|modelnumber|modelnr|modelproductidentifier|makemodel|modeltype|devicemodel|equipmentmodel|hwproduct|hardwaremodel|productmodel|entphysicalmodelname|devicetype|moduletype|modell|modellbezeichnung|modellnummer|geratetyp|typbezeichnung|modele|modelo|modello|型号|设备型号|规格型号|产品型号|型番|モデル|モデル名|モデル番号|型式|機種|모델|모델명|typenbezeichnung|модель|vendorunittypenumber|machinetype|chassismodel|productidentifier|manufacturermodel"),
    perhaps(P::Model, P::Description, "product|productname|produkt|produit|producto|产品|产品名称|itemname|boardtype|boardname|racktype|inventoryunittype"),
    says(P::PartNumber, "partnumber|partno|partnr|itemnumber|pn|manufacturerpartnumber|mfgpartnumber|mpn|oemnumber|oempartnumber|productnumber|productcode|systemsku|sku|bomcode|bom|bomracktype|itemcode|materialcode|articlenumber|artikelnummer|teilenummer|bestellnummer|reference|referencia|numerodepiece|wholesalernumber|部件号|物料编码|编码|cleicode|orderingcode"),
    says(P::Description, "description|itemdescription|equipmentdescription|beschreibung|bezeichnung|designation|descripcion|descripcao|描述|设备描述|说明|manufacturerdata|vendorunitfamilytype|entphysicaldescr|hw|hardware|productfamily|extinfo|bemerkung|equipmenttype|shortdescription"),
    says(P::Serial, "serial|serialnumber|serialno|serialnum|sn|serialid|chassisserial|deviceserial|hwserial|seriennummer|seriennr|serien|numerodeserie|nserie|nodeserie|ndeserie|numeroserie|序列号|设备序列号|产品序列号|出厂编号|シリアル番号|製造番号|시리얼번호|serienr|sarjanumero|serienummer|серийныйномер|entphysicalserialnum"),
    says(P::AssetTag, "assettag|assetnumber|assetid|inventorynumber|inventoryno|inventarnummer|inventarnr|numerodinventaire|numerodeinventario|资产编号|固定资产编号|inventarnyinomer|inventoryid"),
    says(P::HostName, "hostname|host|computername|fqdn|dnsname|sysname|hostnamen|主机名|nodename"),
    says(P::Name, "name|devicename|assetname|asset|equipmentname|caption|displayname|label|userlabel|nodeid|geratename|nom|nombre|nome|设备名称|名称|機器名|имя|names|ciname|itemid|systemname|bezeichner"),
    says(P::Mac, "mac|macaddress|macaddresses|macs|hwaddress|hardwareaddress|physicaladdress|ethernetaddress|macadresse|adressemac|direccionmac|mac地址|newestmac|macaddr|ethernetmac"),
    says(P::IpAddress, "ip|ipaddress|ipaddresses|ipv4|ipv4address|ipv6|ipv6address|primaryip|primaryip4|primaryip6|managementip|mgmtip|managementaddress|addresses|ipadresse|adresseip|direccionip|ip地址|管理ip|管理地址|ipアドレス|loopback|oamip"),
    says(P::SnmpSysObjectId, "sysobjectid|sysoid|snmpsysobjectid"),
    says(P::SnmpSysDescr, "sysdescr|sysdescription|systemdescription|snmpsysdescr|nodedescription"),
    says(P::SnmpEngineId, "engineid|snmpengineid"),
    says(P::Software, "software|softwareversion|swversion|swname|softwarerelease|softver|firmware|firmwareversion|osversion|os|operatingsystem|platform|iosversion|iosimage|systemversion|betriebssystem|softwarestand|logiciel|systemedexploitation|软件版本|系统版本|固件版本|versionnumber|entphysicalsoftwarerev|osname"),
    says(P::Site, "site|sitename|siteid|siteindex|building|facility|campus|standort|gebaude|emplacement|sede|sitio|站点|站点名称|局站|机房|站点编号|locationname|location|lieu|ubicacion|localisation|位置|安装位置|所在位置|place|plant"),
    says(P::Country, "country|countrycode|land|landercode|pays|pais|paese|国家|国别|国|страна|sitecountry|locationcountry"),
    says(P::Position, "position|rack|rackname|slot|slotno|bay|modulebay|devicebay|unitposition|rackposition|cabinet|cabinetno|subrack|subrackno|frameno|subslotno|shelf|floor|room|raum|etage|einbauplatz|schrank|机柜|槽位|房间|salle|sala"),
    Alias { meaning: Type, weaker: None, spellings: "type|typ|tipo|类型|тип" },
    says(P::Kind, "kind|devicekind|assettype|assettypename|assetclass|deviceclass|equipmentclass|class|sysclassname|category|devicecategory|equipmentcategory|productcategory|subcategory|gerateart|kategorie|categorie|categoria|设备类型|类别|设备类别|产品类别|種類"),
    Alias { meaning: Role, weaker: None, spellings: "role|devicerole|function|networkfunction|usage|use|proposeduse|funktion|rolle|verwendung|fonction|funcion|uso|功能|用途|角色|layer|networklayer" },
    says(P::Generation, "generation|networkgeneration|technology|rat|accesstechnology|technologie|tecnologia|制式|网络制式"),
    says(P::Purpose, "purpose|zweck|zweckbestimmung|finalite|proposito|使用目的"),
    says(P::ProducedIn, "producedin|coo|placeofmanufacture|placeofproduction|countryofmanufacturing|countryoforigin|countryofmanufacture|countryofproduction|origin|madein|ursprungsland|herstellungsland|landvanherkomst|paysdefabrication|paisdefabricacion|原産国|生産国|herkunftsland|produktionsland|paysdorigine|paisdeorigen|原产国|原产地|产地"),
    says(P::Obtained, "obtained|dateobtained|obtaineddate|acquired|dateacquired|acquisitiondate|purchased|purchasedate|datepurchased|purchasedon|dateofpurchase|datepurchasedrentedleasedorotherwiseobtained|datepurchasedorobtained|kaufdatum|anschaffungsdatum|beschaffungsdatum|dateachat|datedachat|dateacquisition|fechadecompra|采购日期|购买日期|购置日期|deliverydate|lieferdatum"),
    says(P::Installed, "installed|installedon|dateinstalled|installdate|installeddate|installationdate|inservice|inservicedate|inservicesince|dateinservice|commissioned|commissionedon|golivedate|commissioningdate|deploymentdate|deployed|inbetriebnahme|installationsdatum|einbaudatum|dateinstallation|dateinstallee|misesenservice|miseenservice|fechadeinstalacion|安装日期|投运日期|入网时间|启用日期"),
    says(P::Authorised, "authorised|authorized|authorisationdate|authorizationdate|dateauthorized|grantdate|zulassungsdatum"),
    says(P::Manufactured, "manufactured|manufacturedate|datemanufactured|dateofmanufacture|manufacturingdate|productiondate|mfgdate|entphysicalmfgdate|herstellungsdatum|produktionsdatum|baujahr|datedefabrication|fechadefabricacion|生产日期|出厂日期|制造日期"),
    says(P::CapacityKw, "capacitykw|capacity|nominalpower|nominalpowerkw|inverterpower|acpower|acpowerkw|ratedpower|ratedpowerkw|powerkw|nennleistung|leistungkw|额定功率|装机容量"),
    says(P::RemoteAccessFrom, "remoteaccessfrom|remoteaccesscountry|fernzugriffaus|fernwartungaus"),
    says(P::Layer, "stacklayer|systemlayer|nflayer"),
    says(P::RunsOn, "runson|runningon|vmhost|esxihost|hypervisorhost|computehost|computenode|lauftauf"),
    says(P::HostedAt, "hostedat|datacentre|datacenter|rechenzentrum"),
    says(P::ManagedBy, "managedby|managementsystem|elementmanager|elementmanagementsystem|managedbysystem|verwaltetvon|网管系统"),
    says(P::OperableFrom, "operablefrom|operatedfrom|operatesfrom"),
    says(P::StoresOn, "storeson|storedon|datastore|datastores|storagearray|speichertauf|stockesur|almacenadoen|存储于"),
    says(P::PoweredBy, "poweredby|fedby|fedfrom|powerfeed|powerfedby|speisung|gespeistvon|alimentepar|alimentadopor|供电来源"),
    says(P::LinkedTo, "linkedto|linksto|connectedto|connecteddevice|connecteddevices|neighbor|neighbors|neighbour|neighbours|uplink|uplinks|uplinkto|uplinkdevice|upstreamdevice|verbundenmit|nachbar|nachbarn|relieea|connectea|conectadoa|连接到|上联设备|对端设备"),
    says(P::LinkedOneWay, "linkedoneway|sendsto|feedsinto|sendetan"),
    says(P::CapacityMbps, "capacitymbps|capacitymbits|mbps|bandwidth|bandwidthmbps|throughput|throughputmbps|linkspeed|linkspeedmbps|linkcapacity|bandbreite|durchsatz|bandepassante|anchodebanda|带宽"),
    says(P::Users, "users|usersserved|numberofusers|usercount|subscribers|subscribersserved|numberofsubscribers|subscribercount|customers|customersserved|numberofcustomers|clients|population|populationserved|teilnehmer|teilnehmerzahl|nutzerzahl|kundenzahl|abonnes|nombredabonnes|usagers|abonados|usuarios|用户数|订户数|абоненты"),
    // Never a bare "cost" or "price": that is what was paid, or what one unit of many is listed at.
    says(P::ReplacementCost, "replacementcost|costtoreplace|costofreplacement|replacementprice|replacementvalue|wiederbeschaffungskosten|wiederbeschaffungswert|ersatzkosten|austauschkosten|coutderemplacement|costedereemplazo|costodesostituzione|更换成本|替换成本"),
    says(P::Latitude, "latitude|lat|geolat|gpslatitude|sitelatitude|latitud|latitudine|breitengrad|geografischebreite|纬度|緯度|широта"),
    says(P::Longitude, "longitude|lon|lng|long|geolon|geolong|gpslongitude|sitelongitude|longitud|longitudine|langengrad|geografischelange|经度|経度|долгота"),
    says(P::Operator, "operator|networkoperator|operatedby|operatorname|carrier|netzbetreiber|betreiber|operateur|operadora|operador|operatore|运营商|оператор"),
    says(P::ProviderOf, "providerof|transitto"),
    says(P::PeerOf, "peerof|peerswith"),
    says(P::NetworkFunction, "nftype|networkfunctiontype|vnftype|cnftype"),
    // The term of section 889 alone: what a business calls essential or critical is another question.
    says(P::Essential, "substantialoressential|substantialoressentialcomponent|substantialoressentialcomponents|substantialoressentialcomponentorcriticaltechnology|substantialoressentialcomponentofanysystem|criticaltechnology"),
    says(P::RoutesUserData, "routesuserdata|canrouteuserdata|routesorredirectsuserdata|routesorredirectsuserdatatraffic"),
    says(P::SeesUserData, "seesuserdata|canseeuserdata|visibilityintouserdata|permitsvisibilityintouserdata"),
    says(P::SensitiveSite, "sensitivesite|sensitivelocation|sicherheitsbereich"),
    says(P::Status, "status|operationalstatus|installstatus|lifecyclestatus|zustand|etat|estado|状态|使用状态|operational"),
    says(P::Text, "text|comments|comment|notes|note|remarks|kommentar|anmerkung|备注|hinweis|banner|banners"),
    Alias { meaning: Parent, weaker: None, spellings: "parent|parentdevice|parentasset|parentname|chassis|hostdevice|containedin|installedin|ubergeordnetesgerat|上级设备|所属设备|所属网元" },
    Alias { meaning: Device, weaker: Some(P::Description), spellings: "equipment|gerat|equipement|equipo" },
    Alias { meaning: Device, weaker: None, spellings: "device" },
    Alias { meaning: Element, weaker: None, spellings: "nename|networkelement|networkelementname|ne|element|elementname|managedelement|网元名称|网元" },
    Alias { meaning: ElementType, weaker: None, spellings: "netype|networkelementtype|elementtype|网元类型" },
];

/// Headers, folded, that only tables of boards, cards and units have (TS 32.692 units, NetBox modules).
const UNIT: &[&str] = &[
    "inventoryunittype",
    "inventoryunitid",
    "boardname",
    "boardtype",
    "slotno",
    "subrackno",
    "unitposition",
    "modulebay",
    "moduletype",
    "vendorunitfamilytype",
    "vendorunittypenumber",
    "单板名称",
    "槽位",
];

/// Whether the header shows that rows are parts of network elements.
pub fn is_of_units<S: AsRef<str>>(header: &[S]) -> bool {
    header
        .iter()
        .any(|cell| UNIT.contains(&folded(cell.as_ref()).as_str()))
}

/// The header folded for the table: letters and digits alone.
pub fn folded(header: &str) -> String {
    fold::words(header).concat()
}

/// What a header says, its rank, and what is left of it beside a stronger column.
pub type Found = (Meaning, usize, Option<P>);

/// Longest header that is looked up, in bytes: a longer one is text.
const HEADER_BYTES: usize = 256;

/// What a header says, its rank (the smaller, the stronger), and what is left of it where a stronger column says
/// the same. `None` where no inventory that we know has such a column.
pub fn find(header: &str) -> Option<Found> {
    if header.len() > HEADER_BYTES {
        return None;
    }
    let whole = folded(header);
    // `tblAssetCustom.Manufacturer`, `Model (product identifier)`: the part that names the property.
    let last = header.rsplit('.').next().map(folded);
    let bare = header.split(['(', '[', '（']).next().map(folded);
    [Some(whole), last, bare]
        .into_iter()
        .flatten()
        .filter(|key| !key.is_empty())
        .find_map(|key| exact(&key))
}

/// The table by spelling. A spelling that stands twice means the stronger.
static BY_SPELLING: LazyLock<BTreeMap<&str, Found>> = LazyLock::new(|| {
    let spellings = ALIASES
        .iter()
        .flat_map(|alias| alias.spellings.split('|').map(move |s| (alias, s)));
    let mut index = BTreeMap::new();
    for (rank, (alias, spelling)) in spellings.enumerate() {
        index
            .entry(spelling)
            .or_insert((alias.meaning, rank, alias.weaker));
    }
    index
});

/// The meaning of a header that is folded already.
pub(super) fn exact(key: &str) -> Option<Found> {
    BY_SPELLING.get(key).copied()
}

/// Whether a column of this meaning speaks of equipment rather than of anything in the world.
pub fn tells_equipment(meaning: Meaning) -> bool {
    use P::{Brand, Mac, Manufacturer, Model, PartNumber, Serial, SnmpSysDescr, SnmpSysObjectId};
    let equipment = [
        Manufacturer,
        Brand,
        Model,
        PartNumber,
        Serial,
        Mac,
        SnmpSysDescr,
        SnmpSysObjectId,
    ];
    matches!(meaning, Says(property) if equipment.contains(&property))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_spelling_is_folded_and_stands_once() {
        let mut seen = BTreeSet::new();
        for spelling in ALIASES.iter().flat_map(|alias| alias.spellings.split('|')) {
            assert_eq!(folded(spelling), spelling);
            assert!(seen.insert(spelling), "{spelling} stands twice");
        }
    }

    #[test]
    fn headers_of_the_field_are_known() {
        for (header, property) in [
            ("VENDORNAME", P::Manufacturer),
            ("vendorUnitTypeNumber", P::Model),
            ("Hersteller", P::Manufacturer),
            ("Make", P::Manufacturer),
            ("Model/Product Identifier", P::Model),
            ("厂商", P::Manufacturer),
            ("tblAssetCustom.Serialnumber", P::Serial),
            ("hw_vendor", P::Manufacturer),
            ("Serien-Nr.", P::Serial),
            ("N° de série", P::Serial),
            ("Date obtained", P::Obtained),
            ("型号", P::Model),
            ("BOMCODE", P::PartNumber),
            ("Längengrad", P::Longitude),
            ("Abonnés", P::Users),
            ("Replacement cost (EUR)", P::ReplacementCost),
            ("Connected to", P::LinkedTo),
        ] {
            assert_eq!(find(header).map(|f| f.0), Some(Says(property)), "{header}");
        }
        assert_eq!(find("favourite colour"), None);
        for of_the_business in [
            "Essential",
            "Critical component",
            "Kritische Komponente",
            "Cost",
            "Price",
        ] {
            assert_eq!(find(of_the_business), None, "{of_the_business}");
        }
    }
}
