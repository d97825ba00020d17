//! What an observation can say of a thing. One table; the kinds of `cleanpath identify` are a part of it.

use crate::word::{Tie, words};

words! {
    /// What is said. The dotted words are the contract's input kinds.
    Property {
        // Self-reports and registry numbers: the raw strings that techniques read.
        SnmpSysDescr = "snmp.sysdescr", SnmpSysObjectId = "snmp.sysobjectid", SnmpEngineId = "snmp.engineid",
        /// A private column of an SNMP walk that may name a maker or model: "OID = value".
        SnmpOid = "snmp.oid",
        /// A text of another object, "OID = value"; nobody reads a maker from it.
        SnmpObject = "snmp.object",
        SnmpSysContact = "snmp.syscontact",
        /// ENTITY-MIB entPhysicalMfgName, ModelName, Descr and VendorType of the thing itself.
        EntityManufacturer = "entity.manufacturer", EntityModel = "entity.model",
        EntityDescription = "entity.description", EntityVendorType = "entity.vendortype",
        Mac = "mac",
        LldpSysDescr = "lldp.sysdescr", LldpManufacturer = "lldp.manufacturer", LldpModel = "lldp.model",
        /// A chassis id that is no address: what the box calls itself on the link.
        LldpChassis = "lldp.chassis",
        /// An element that another organisation than IEEE and TIA defined: "OUI/subtype: value".
        LldpOrganisation = "lldp.org-tlv",
        CdpPlatform = "cdp.platform", CdpVersion = "cdp.version",
        SshBanner = "ssh.banner",
        /// What a client of SSH calls its software.
        SshClient = "ssh.client",
        /// Replies of an FTP server other than its greeting.
        FtpReply = "ftp.reply", TelnetBanner = "telnet.banner", FtpBanner = "ftp.banner",
        SmtpBanner = "smtp.banner", MailBanner = "mail.banner",
        SipBanner = "sip.banner", HttpServer = "http.server",
        HttpAuthenticate = "http.www-authenticate", HttpCookie = "http.cookie",
        /// A client's software, not the box it runs on.
        HttpUserAgent = "http.user-agent",
        /// What clients call a server (TLS server name, HTTP host).
        ServerName = "server-name",
        HtmlTitle = "html.title",
        /// MD5 in hex or MurmurHash3 as a signed number of a site's /favicon.ico.
        HttpFavicon = "http.favicon",
        /// USB vendor and product number as `lsusb` prints them: "12d1:1506".
        UsbId = "usb",
        TlsSubject = "tls.subject", TlsIssuer = "tls.issuer",
        TlsAlternativeName = "tls.subject-alternative-name",
        /// Authorities further up a certificate's chain.
        TlsAuthority = "tls.authority", DhcpVendorClass = "dhcp.vendor-class",
        DhcpParameterList = "dhcp.parameter-request-list",
        DhcpVendorOptions = "dhcp.vendor-options", DhcpClientId = "dhcp.client-id",
        DhcpUserClass = "dhcp.user-class", DhcpDuid = "dhcp.duid",
        /// Data under an enterprise number, options 124, 125 and DHCPv6 16, 17: "number: data".
        DhcpVendorIdentifying = "dhcp.vendor-identifying",
        UpnpManufacturer = "upnp.manufacturer",
        UpnpServer = "upnp.server", MdnsTxt = "mdns.txt", RtspServer = "rtsp.server", RtspRealm = "rtsp.realm",
        OnvifManufacturer = "onvif.manufacturer",
        /// Scopes of WS-Discovery, as ONVIF devices list them.
        OnvifScopes = "wsd",
        CwmpManufacturer = "cwmp", CwmpOui = "cwmp.oui",
        /// Whole replies of makers' discovery protocols.
        Sadp = "sadp", Dhip = "dhip", DiscoveryReply = "udp",
        /// Texts in messages of Huawei's and H3C's NDP, EtherType 88A7.
        NdpText = "ndp",
        ModbusVendor = "modbus.vendor",
        /// A register or object that tells what a device is, and its value: "30000 = SUN2000-60KTL-M0",
        /// "object 0x88 = 1=SUN2000;2=V100R001C01SPC120".
        ModbusRegister = "modbus.register",
        /// Vendor numbers of ODVA and of ASHRAE, and the name that a BACnet device gives.
        EnipVendor = "enip.vendor-id", BacnetVendor = "bacnet.vendor-id",
        BacnetVendorName = "bacnet.vendor-name",
        /// A capability of a NETCONF server.
        NetconfCapability = "netconf",
        /// A service that a box announces by multicast DNS.
        Service = "service",
        /// Node id in the mobile core, where it is an address.
        NodeId = "node-id",
        /// A protocol of routers or of the mobile core that a box speaks, and who it is there.
        Speaks = "speaks", RouterId = "router-id",
        PonVendorId = "pon.vendor-id", Cli = "cli",
        /// A product as a scanner's own opinion names it (nmap service or OS match).
        ScannerOpinion = "scanner.opinion",
        /// Enterprise number, in six digits, of the maker of a network function's software (TS 29.510 vendorId).
        NfVendorId = "nf.vendor-id",
        /// Whom the head of an element manager's file names as vendor of what it lists (TS 32.435, TS 32.615).
        FileVendor = "file.vendor",
        // Statements of an inventory or bill of materials.
        /// A name as somebody typed it.
        Manufacturer = "manufacturer",
        /// The name on the label, where the source tells it from the maker.
        Brand = "brand",
        /// Who sold it; never who made it.
        Supplier = "supplier",
        Model = "model", PartNumber = "part-number", Description = "description", Text = "text",
        // Identity, place and use.
        Name = "name",
        /// What an owner or a maker's default calls it; no name of a host, and shared by many.
        FriendlyName = "friendly-name",
        HardwareRevision = "hardware-revision", Serial = "serial", AssetTag = "asset-tag", IpAddress = "ip", HostName = "host-name",
        Site = "site", Country = "country", Position = "position", Software = "software",
        Kind = "kind", Function = "function", Generation = "generation", Purpose = "purpose",
        ProducedIn = "produced-in", Obtained = "obtained", Installed = "installed",
        Authorised = "authorised", Manufactured = "manufactured", CapacityKw = "capacity-kw",
        RemoteAccessFrom = "remote-access-from", Essential = "essential",
        RoutesUserData = "routes-user-data", SeesUserData = "sees-user-data",
        SensitiveSite = "sensitive-site", Status = "status",
        // Layers, and what hangs on what: the value names the other thing.
        /// What layer the thing is.
        Layer = "layer",
        RunsOn = "runs-on", HostedAt = "hosted-at", ManagedBy = "managed-by", OperableFrom = "operable-from",
        /// The storage that keeps the thing's data, and what feeds it with power, each by name.
        StoresOn = "stores-on", PoweredBy = "powered-by",
        /// A network function by its short name in 3GPP (TS 23.501): AMF, UPF.
        NetworkFunction = "network-function",
        // Paths actually used.
        /// A place on a traced path: "path 3 hop 7 from 192.0.2.1 to 203.0.113.9" (`crate::hop`).
        PathHop = "path.hop",
        /// Time to live, IP identification and size of the answers to probes, as they arrived.
        ReplyTtl = "reply.ttl", ReplyIpId = "reply.ipid", ReplySize = "reply.size",
        /// What answers show of the stack: initial time to live by kind of answer, and how IP identifications run.
        ReplySignature = "reply.signature",
        /// Number of the autonomous system that an address speaks for (BGP).
        AsNumber = "as-number",
        /// A path of autonomous systems with a prefix that it leads to: "203.0.113.0/24: 64500 64501".
        AsPath = "as-path",
        // Links as equipment itself tells of them.
        /// The port of the box that reports a neighbour, or the place of a unit on its line terminal.
        LocalInterface = "local-interface",
        /// The neighbour's own port of the link (LLDP port id, CDP port id), and what is written of it.
        PortId = "port-id", PortDescription = "port-description",
        /// What somebody wrote beside an interface, a peer or a subscriber's unit; never a statement of the equipment.
        InterfaceDescription = "interface-description",
        // The graph: what carries traffic to what, whose it is, whom it serves, what it would cost to replace.
        /// The other end of a link that carries traffic both ways, by name, as the file calls it.
        LinkedTo = "linked-to",
        /// The other end of a link that carries traffic from this thing to the named one only.
        LinkedOneWay = "linked-one-way",
        /// What one link carries at most: Mbit/s, its ports at this end and the other where they are said, and the name
        /// of the other end: "10000 core-2", "10000;gi0/1;gi0/2 core-2" (`crate::carried`).
        LinkCapacity = "link-capacity",
        /// What the thing itself carries at most, in Mbit/s.
        CapacityMbps = "capacity-mbps",
        /// How many people or subscribers it serves.
        Users = "users",
        /// What its replacement costs: a number in the one currency that the user reckons in.
        ReplacementCost = "replacement-cost",
        /// Where it stands, in decimal degrees of WGS 84; south and west are negative.
        Latitude = "latitude", Longitude = "longitude",
        /// Whose network it belongs to, by name.
        Operator = "operator",
        /// Business between autonomous systems (CAIDA serial-1): the number of the system that pays this one for
        /// transit, and of one with which it exchanges its customers' traffic.
        ProviderOf = "provider-of", PeerOf = "peer-of",
    }
}

impl Property {
    /// The tie to another thing that the property states.
    pub const fn tie(self) -> Option<Tie> {
        Some(match self {
            Self::RunsOn => Tie::RunsOn,
            Self::HostedAt => Tie::HostedAt,
            Self::ManagedBy => Tie::ManagedBy,
            Self::OperableFrom => Tie::OperableFrom,
            Self::StoresOn => Tie::StoresOn,
            Self::PoweredBy => Tie::PoweredBy,
            _ => return None,
        })
    }
}
