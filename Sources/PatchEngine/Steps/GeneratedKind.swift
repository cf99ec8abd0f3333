// SPDX-License-Identifier: Apache-2.0

import Base
import Generators
import HypervisorABI

/// A kind of file that `generate` can create.
struct GeneratedKind: Sendable {
  /// The reason why a file cannot be generated, in a few words.
  struct OptionError: Error { let message: String }

  let name: String
  /// The keywords after the path, each followed by a value; they are options of `pvkit generate`.
  let options: [String]
  /// Whether `pvkit generate` takes a release for this kind.
  var dependsOnRelease: Bool { !options.isEmpty }
  /// Checks the values, and returns a closure that generates the file.
  let prepare:
    @Sendable (XenRelease, [String: String], Architecture) throws(OptionError) ->
      @Sendable () -> String

  static let all = [
    GeneratedKind(name: "headers", options: ["interface", "only"]) {
      (xen, words, _) throws(OptionError) in
      let description = try HeaderDescription(xen, asked: words)
      return { Generate.header(description).text }
    },
    GeneratedKind(name: "shims", options: ["arch", "mode", "entry", "style", "include"]) {
      (xen, words, architecture) throws(OptionError) in
      let description = try ShimDescription(xen, asked: words, architecture)
      return { Generate.shims(description).text }
    },
    GeneratedKind(name: "notes", options: []) { (_, _, _) throws(OptionError) in
      { Generate.notes().text }
    },
  ]
}

extension HeaderDescription {
  /// The interface versions that a guest may request from a release: `0x00030203 to 0x00040d00`.
  private static func interfaces(_ xen: XenRelease) -> String {
    guard let latest = xen.interfaceVersion else { return "none" }
    func named(_ version: UInt32) -> String {
      let digits = String(version, radix: 16)
      return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
    return latest <= InterfaceView.oldest
      ? named(latest) : "\(named(InterfaceView.oldest)) to \(named(latest))"
  }

  fileprivate init(
    _ xen: XenRelease, asked words: [String: String]
  ) throws(GeneratedKind.OptionError) {
    var view = InterfaceView(xen)
    if let text = words["interface"] {
      let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
      let asked = UInt32(digits, radix: 16).flatMap { InterfaceView(xen, version: $0) }
      guard let asked else {
        throw GeneratedKind.OptionError(
          message: "Xen \(xen) has no interface \(text.printable); it has \(Self.interfaces(xen))")
      }
      view = asked
    }
    guard let list = words["only"] else {
      self.init(view)
      return
    }
    var headers: Set<String> = []
    for name in list.split(separator: ",") {
      let matches = HeaderDescription.headers(named: String(name))
      guard !matches.isEmpty else {
        throw GeneratedKind.OptionError(message: "there is no header \(name)")
      }
      headers.formUnion(matches)
    }
    self.init(view, only: headers)
  }
}

extension ShimDescription {
  fileprivate init(
    _ xen: XenRelease, asked words: [String: String], _ target: Architecture
  ) throws(GeneratedKind.OptionError) {
    let mode = words["mode"] ?? "pv"
    guard let architecture = Architecture(rawValue: words["arch"] ?? target.rawValue),
      ["pv", "pvh", "hvm"].contains(mode)
    else {
      throw GeneratedKind.OptionError(message: "arch must be i386 or x86_64, mode pv, pvh or hvm")
    }
    guard let style = Style(rawValue: words["style"] ?? Style.c89.rawValue) else {
      throw GeneratedKind.OptionError(message: "style must be c89, c11 or asm")
    }
    let includes = words["include"].map { $0.split(separator: ",").map(String.init) } ?? ["xen.h"]
    guard includes.allSatisfy(Self.isInclude) else {
      throw GeneratedKind.OptionError(message: "include must be NAME or <NAME>")
    }
    let caller = Hypercall.Caller(architecture, isHvm: mode != "pv")
    let ways = Mechanism.all(for: caller, in: xen).map(\.name)
    let entry = words["entry"] ?? ways.first ?? "page"
    guard
      let description = ShimDescription(
        release: xen, caller: caller, entry: entry, style: style, includes: includes)
    else {
      throw GeneratedKind.OptionError(
        message: "Xen \(xen) has no entry \(entry) for \(architecture) \(mode); it has: "
          + ways.joined(separator: ", "))
    }
    self = description
  }
}
