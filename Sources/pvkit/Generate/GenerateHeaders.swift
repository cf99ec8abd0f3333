// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Generators
import HypervisorABI
import Reports

struct GenerateHeaders: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headers",
    abstract: "Generate C headers of a release's interface, for i386 and x86_64.",
    discussion: """
      Writes one header with everything or, with --tree, a tree of headers with the names that Xen \
      and Linux use (xen.h, event_channel.h, io/blkif.h …). All identifiers are Xen's. Static \
      assertions check every size and offset. Assembly can include them for the constants.

      Xen 2.0 has an interface of its own, for i386 only, without interface versions.

      Examples:
        pvkit generate headers --xen 4.17 -o xen.h
        pvkit generate headers --xen 3.0.3 --tree include/xen/interface
        pvkit generate headers --only event_channel,sched -o events.h
        pvkit generate headers --xen 4.17 --interface 0x00030205
      """)

  @OptionGroup var release: AnyReleaseOption

  @Option(
    help: "The __XEN_INTERFACE_VERSION__ to generate for. (default: the latest of the release)")
  var interface: String?

  @Option(help: "Only these headers, separated by commas, and what they need.")
  var only: String?

  @Option(help: "Write a tree of headers into this directory.")
  var tree: String?

  @OptionGroup var force: ForceOption

  @OptionGroup var output: OutputOption

  func validate() throws {
    _ = try description()
    if tree != nil && output.output != nil {
      throw ValidationError("--tree and --output exclude each other")
    }
    if tree == nil && force.force { throw ValidationError("--force is for --tree") }
  }

  func run() throws {
    let description = try description()
    guard let tree else { return try output.write(Generate.header(description)) }
    try GeneratedTree(directory: tree, force: force.force, maker: "pvkit generate headers --tree")
      .write(Generate.headerTree(description))
  }

  private func description() throws -> HeaderDescription {
    HeaderDescription(try view(), only: try only.map(headers))
  }

  private func view() throws -> InterfaceView {
    guard let interface else { return InterfaceView(release.xen) }
    let digits = interface.hasPrefix("0x") ? interface.dropFirst(2) : interface[...]
    guard let version = UInt32(digits, radix: 16),
      let view = InterfaceView(release.xen, version: version)
    else {
      throw ValidationError(
        "--interface \(interface): Xen \(release.xen) has \(hex(InterfaceView.oldest)) to "
          + hex(release.xen.interfaceVersion ?? 0))
    }
    return view
  }

  private func headers(_ list: String) throws -> Set<String> {
    let names = list.split(separator: ",").map(String.init)
    let found = try names.flatMap { name in
      let headers = HeaderDescription.headers(named: name)
      guard !headers.isEmpty else {
        throw unknown(
          "header", name, among: HeaderDescription.headers.map { String($0.dropLast(2)) })
      }
      return headers
    }
    guard !found.isEmpty else { throw ValidationError("--only: no header is named") }
    return Set(found)
  }
}
