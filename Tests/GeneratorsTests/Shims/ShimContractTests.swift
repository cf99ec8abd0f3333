// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import Generators

/// A way in, for the tests' arguments.
struct Way: Sendable, CustomTestStringConvertible {
  let caller: Hypercall.Caller
  let entry: String
  var testDescription: String { "\(caller) \(entry)" }

  func shims(
    _ release: XenRelease = .standard, _ style: ShimDescription.Style = .c89,
    includes: [String] = ["xen.h"]
  ) -> ShimDescription? {
    ShimDescription(
      release: release, caller: caller, entry: entry, style: style, includes: includes)
  }

  static let all = Hypercall.Caller.allCases.flatMap { caller in
    Mechanism.all(for: caller, in: .standard).map { Way(caller: caller, entry: $0.name) }
  }
}

/// Machine code of every shim, run.
@Suite struct ShimContractTests {
  private func expectKept(
    _ shims: ShimDescription?, _ compiler: Compiler, _ options: [String]
  ) throws {
    let shims = try #require(shims)
    let program = ShimProgram(shims: shims, compiler: compiler, options: options)
    let breaches = try ShimContract(program).breaches()
    #expect(breaches.isEmpty, "\(breaches)")
  }

  @Test(arguments: Way.all, Compiler.allCases)
  func everyCallAtEveryLevel(way: Way, compiler: Compiler) throws {
    for level in ["-O0", "-O1", "-O2", "-O3"] {
      try expectKept(way.shims(), compiler, [level, "-fno-pic"])
    }
  }

  @Test(arguments: Way.all, Compiler.allCases)
  func everyCallInCodeForAnyAddress(way: Way, compiler: Compiler) throws {
    for level in ["-O0", "-O2"] { try expectKept(way.shims(), compiler, [level, "-fPIC"]) }
  }

  @Test(arguments: Way.all, Compiler.allCases)
  func inC11AndAssembly(way: Way, compiler: Compiler) throws {
    for style in [ShimDescription.Style.c11, .assembly] {
      try expectKept(way.shims(.standard, style), compiler, ["-O2", "-fno-pic"])
    }
  }

  @Test(arguments: releases)
  func ofEveryReleaseThatChangedThem(release: XenRelease) throws {
    for way in Way.all {
      guard let shims = way.shims(release, includes: []) else { continue }
      #expect(!ShimCall.all(shims).isEmpty)
      try expectKept(shims, .gcc, ["-O2", "-fno-pic"])
    }
  }

  private static let releases = (XenRelease.early + XenRelease.modelled).reduce(into: []) {
    (releases: inout [XenRelease], release) in
    if calls(of: releases.last) != calls(of: release) { releases.append(release) }
  }

  private static func calls(of release: XenRelease?) -> [[String]] {
    guard let release else { return [] }
    return Way.all.map { way in
      way.shims(release).map { ShimCall.all($0).map { $0.name + $0.prototype } } ?? []
    }
  }
}
