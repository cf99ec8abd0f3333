// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import HypervisorABI

/// The kind of guest that makes the hypercalls, and how it enters Xen.
struct ShimOptions: ParsableArguments {
  enum Mode: String, ExpressibleByArgument, CaseIterable { case pv, pvh, hvm }

  @Option(
    name: .customLong("xen"),
    help: "The release of Xen: \(XenRelease.wholeRange). (default: \(XenRelease.standard))",
    transform: XenRelease.parseAny)
  var release = XenRelease.standard

  @Option(help: "The architecture.") var arch = Architecture.x86_64
  @Option(help: "The kind of guest.") var mode = Mode.pv
  @Option(
    help:
      "How it enters Xen: page, direct, vmcall or vmmcall. (default: page, if the release has it)")
  var entry: String?

  private var caller: Hypercall.Caller { Hypercall.Caller(arch, isHvm: mode != .pv) }

  /// The kinds of guests that the release had, as options.
  private var kinds: [String] {
    Architecture.allCases.flatMap { arch in
      Mode.allCases
        .filter {
          !Mechanism.all(for: Hypercall.Caller(arch, isHvm: $0 != .pv), in: release).isEmpty
        }
        .map { "--arch \(arch) --mode \($0)" }
    }
  }

  func description(
    _ style: ShimDescription.Style = .c89, _ includes: [String] = ["xen.h"]
  ) throws -> ShimDescription {
    let ways = Mechanism.all(for: caller, in: release).map(\.name)
    guard let usual = ways.first else {
      throw ValidationError(
        "Xen \(release) had no such guests: --arch \(arch) --mode \(mode); it had "
          + kinds.joined(separator: ", "))
    }
    guard
      let description = ShimDescription(
        release: release, caller: caller, entry: entry ?? usual, style: style, includes: includes)
    else {
      throw ValidationError(
        "no --entry \(entry ?? usual) for --arch \(arch) --mode \(mode) of Xen \(release); choose one of: "
          + ways.joined(separator: ", "))
    }
    return description
  }
}
