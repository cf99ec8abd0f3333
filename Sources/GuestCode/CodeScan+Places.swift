// SPDX-License-Identifier: Apache-2.0

import Base

extension CodeScan {
  /// The function that contains the site, and the offset in it; nil without symbols.
  public func symbol(of site: CodeSite) -> CodePlace? {
    regions[site.region].symbols.place(at: site.offset)
  }

  /// The function that contains the hypercall, and the offset in it; nil without symbols.
  public func symbol(of site: HypercallSite) -> CodePlace? {
    regions[site.region].symbols.place(at: site.offset)
  }

  /// The function that uses floating-point registers, and the offset of the first use; nil without
  /// symbols.
  public func symbol(of use: FloatingPointUse) -> CodePlace? {
    regions[use.region].symbols.place(at: use.offset)
  }

  /// The virtual address of the first use when the kernel runs.
  public func address(of use: FloatingPointUse) -> UInt64 {
    regions[use.region].address &+ UInt64(use.offset)
  }

  /// The virtual address of the hypercall when the kernel runs.
  public func address(of site: HypercallSite) -> UInt64 {
    regions[site.region].address &+ UInt64(site.offset)
  }

  /// The bytes of the instruction.
  public func bytes(of site: CodeSite) -> [UInt8] {
    let region = regions[site.region].bytes
    return region.slice(at: UInt64(site.offset), count: UInt64(site.length))?.array ?? []
  }

  /// The virtual address of the site when the kernel runs; in an object file, its offset from the
  /// start of the section.
  public func address(of site: CodeSite) -> UInt64 {
    regions[site.region].address &+ UInt64(site.offset)
  }

  /// Whether the site is an error only if it is code, and nothing shows that it is: it lies outside
  /// the executable sections, and the scan has seen no call or jump that leads there.
  public func isPerhapsError(_ site: CodeSite) -> Bool {
    site.reach == .undecided && site.treatment.severity == .error
      && !regions[site.region].isOnlyCode
  }

  /// The number of sites of that severity, without the problems of hypercalls.
  public func count(_ severity: Severity) -> Int {
    sites.count { $0.severity == severity }
  }
}
