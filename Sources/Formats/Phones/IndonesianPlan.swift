/// The numbering plan of Indonesia, as far as it tells valid numbers from others and mobile from fixed lines.
///
/// Source of the ranges: the metadata of Google's libphonenumber (Apache-2.0), region ID, release 9.0.43. Digits are
/// those behind the country code 62 and without the national prefix 0.
enum IndonesianPlan {
    static func type(_ digits: [UInt8]) -> PhoneNumber.Kind? {
        if isMobile(digits) { return .mobile }
        if isFixedLine(digits) { return .fixedLine }
        if isTollFree(digits) { return .tollFree }
        if digits.count == 10, digits.starts(with: [8, 0, 9]) { return .premiumRate }
        if digits.count == 10, digits.starts(with: [8, 0, 4]) { return .sharedCost }
        if digits.count == 7, digits.starts(with: [1, 5, 0, 0]) { return .universalAccess }
        if digits.count == 10, digits.starts(with: [8, 0, 7, 1]) { return .universalAccess }
        return nil
    }

    /// Whether the digits have the form of any number of the country, used or not.
    static func isGeneral(_ digits: [UInt8]) -> Bool {
        guard let first = digits.first else { return false }
        let count = digits.count
        if digits.starts(with: [0, 0]) {
            return count == 11 || count >= 3 && digits[2] != 0 && (12...17).contains(count)
        }
        if (9...11).contains(count), first >= 1 { return true }
        if count == 8, first >= 2 { return true }
        return count == 7 && ([1, 2, 3, 6].contains(first)) || count == 12 && first == 8
    }

    private static func isMobile(_ digits: [UInt8]) -> Bool {
        (9...12).contains(digits.count) && digits[0] == 8 && digits[1] != 0 && digits[1] != 4
    }

    private static func isTollFree(_ digits: [UInt8]) -> Bool {
        let count = digits.count
        if digits.starts(with: [0, 0, 1, 8, 0, 3]) { return (11...17).contains(count) }
        if digits.starts(with: [0, 0, 7, 8, 0, 3]) { return count == 13 }
        if digits.starts(with: [1, 7, 7]) { return (9...11).contains(count) }
        return digits.starts(with: [8, 0, 0]) && (8...10).contains(count)
    }

    private static func isFixedLine(_ digits: [UInt8]) -> Bool {
        let count = digits.count
        guard count >= 7, count <= 11 else { return false }
        if digits[0] == 2, [1, 2, 4].contains(digits[1]), (9...10).contains(count) { return true }
        if digits.starts(with: [6, 1]) {
            if digits[2] == 9, count == 11 { return true }
            if (7...10).contains(count) { return true }
        }
        if digits.starts(with: [2, 1, 1, 4]), count == 7 { return true }
        if digits.starts(with: [2, 1, 5, 0, 0]), count == 8 { return true }
        if digits.starts(with: [2, 2]), count == 8 { return true }
        if digits.starts(with: [3, 1]), (7...10).contains(count) { return true }
        let area = Int(digits[0]) * 100 + Int(digits[1]) * 10 + Int(digits[2])
        return areas[area] && (8...11).contains(count)
    }

    /// Area codes of three digits, followed by five to eight digits.
    private static let areas: [Bool] = {
        var table = Array(repeating: false, count: 1000)
        let ranges = """
            231-234 251-254 260-268 271-276 280-289 291-298 321-328 331-336 338 341-343 351-358 361-363 365-366 368 \
            370-374 376 379-389 401-405 408-411 413-414 417-423 426-428 430-432 434-436 438 443 451-453 457-458 \
            461-465 471 473-474 481-482 484-485 511-513 515-519 522 525-528 531-532 534-539 541-543 545 548-549 \
            551-554 556 561-568 620-629 631-636 639 641-646 650-659 702 711-719 721-739 741-748 751-773 776-779 \
            901-902 910-911 913-918 920-924 927 929 951-952 955-958 962-963 966-967 969 971 975 979-981 983-984 986
            """
        for part in ranges.split(separator: " ") {
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let from = ends.first, let to = ends.last else { continue }
            for area in from...to { table[area] = true }
        }
        return table
    }()
}
