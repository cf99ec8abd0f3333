// SPDX-License-Identifier: Apache-2.0

/// The page size for which rings count their entries. Source: public/io/ring.h, 4.9 to 4.22.
extension ConstantGroup {
  /// The page size for which rings count their entries.
  public static let ringPages = ConstantGroup(
    "the page that rings count in", "io/ring.h",
    [
      Constant("XEN_PAGE_SHIFT", 12, since: .v4_9)
    ])
}
