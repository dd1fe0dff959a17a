/// The data that the program carries inside: strategies and calendars with their sources. They are loaded into a new
/// database, where they are versioned and can be replaced.
package enum Packs {
    /// The texts of the strategies, by name.
    package static let strategies: [(name: String, text: [UInt8])] = [("default", PackageResources.default_yaml)]

    /// The words of the sample book.
    package static let demo: [UInt8] = PackageResources.indonesia_yaml

    /// The texts of the holiday calendars, by name.
    package static let holidays: [(name: String, text: [UInt8])] = [("id", PackageResources.id_yaml)]
}
