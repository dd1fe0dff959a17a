package enum Packs { package static var s: [UInt8] { PackageResources.default_yaml } }
