// SPDX-License-Identifier: Apache-2.0

import Base

extension CodeScan {
  /// The function that a site is in, and how far in it; nil without names.
  public func symbol(of site: CodeSite) -> CodePlace? {
    regions[site.region].symbols.place(at: site.offset)
  }

  /// The function that a call of Xen is in, and how far in it; nil without names.
  public func symbol(of site: HypercallSite) -> CodePlace? {
    regions[site.region].symbols.place(at: site.offset)
  }

  /// The function that uses floating-point registers, and how far in it; nil without names.
  public func symbol(of use: FloatingPointUse) -> CodePlace? {
    regions[use.region].symbols.place(at: use.offset)
  }

  /// Where it first does when the kernel runs.
  public func address(of use: FloatingPointUse) -> UInt64 {
    regions[use.region].address &+ UInt64(use.offset)
  }

  /// Where a call of Xen lies when the kernel runs.
  public func address(of site: HypercallSite) -> UInt64 {
    regions[site.region].address &+ UInt64(site.offset)
  }

  /// A site's bytes.
  public func bytes(of site: CodeSite) -> [UInt8] {
    let region = regions[site.region].bytes
    return region.slice(at: UInt64(site.offset), count: UInt64(site.length))?.array ?? []
  }

  /// Where a site lies when the kernel runs; in an object, from its section's start.
  public func address(of site: CodeSite) -> UInt64 {
    regions[site.region].address &+ UInt64(site.offset)
  }

  /// Whether it is an error if it is code, and nothing says that it is: no section has it, and it is seen
  /// nowhere that a call or a jump leads there.
  public func isPerhapsError(_ site: CodeSite) -> Bool {
    site.reach == .undecided && site.treatment.severity == .error
      && !regions[site.region].isOnlyCode
  }

  /// How many of each severity there are; what is wrong with calls of Xen does not count.
  public func count(_ severity: Severity) -> Int {
    sites.count { $0.severity == severity }
  }
}
