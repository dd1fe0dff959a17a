import Foundation

/// The cases with libphonenumber's answers, where somebody has made them.
enum PhoneCases {
    static var path: String? { ProcessInfo.processInfo.environment["LUNAS_PHONE_CASES"] }
}
