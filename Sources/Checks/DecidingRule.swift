// SPDX-License-Identifier: Apache-2.0

/// A rule after whose errors the findings of the other rules mean nothing: they would be about headers
/// that loaders do not read, or advise what helps nobody.
///
/// `Rules.findings` leaves out the rules after it in the registry, except `LoaderRefuses`.
protocol DecidingRule: Rule {
  /// The end of the error's message, which says so: `the other checks are left out until this is
  /// repaired`.
  static var remark: String { get }
}
