// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import PatchEngine

/// `--kit DIR`, the directory of the kit.
struct KitOption: ParsableArguments {
  @Option(
    help:
      "The directory of the kit. (default: $PVKIT_KIT, or the kit that is installed with pvkit)",
    completion: .directory)
  var kit: String?

  func read() throws -> Kit {
    let variable = FileName.variable("PVKIT_KIT").flatMap { $0.isEmpty ? nil : $0 }
    let directory = try kit ?? variable ?? Self.installed()
    try Scaffold.recover(kit: directory)
    return try Kit(directory: directory)
  }

  private static func installed() throws -> String {
    try find(
      "patches", in: "patches", with: "/kit",
      cure: "give the directory of the kit with --kit or PVKIT_KIT")
  }

  /// The directory with the sources of the programs that a proof runs on the kernel.
  static func programs() throws -> String {
    try find(
      "programs", in: "Tests/Kernel", with: "/Makefile",
      cure: "give the directory of pvkit's Tests/Kernel with --programs")
  }

  /// Finds a directory below the prefix of an installed pvkit, or in the source tree that contains
  /// this executable.
  ///
  /// - Parameters:
  ///   - name: the name of the directory in share/pvkit.
  ///   - source: its path in the source tree.
  ///   - mark: a file in the directory, by which it is recognized.
  private static func find(
    _ name: String, in source: String, with mark: String, cure: String
  ) throws -> String {
    var directories = executable().split(separator: "/").dropLast().map(String.init)
    let prefix = "/" + directories.dropLast().joined(separator: "/")
    var places = [prefix + "/share/pvkit/" + name]
    while !directories.isEmpty {
      places.append("/" + (directories + [source]).joined(separator: "/"))
      directories.removeLast()
    }
    let place = places.first { place in FileName.with(place + mark) { access($0, R_OK) } == 0 }
    guard let place else {
      throw PatchError(places[0], "is missing", cure: cure)
    }
    return place
  }

  /// The path of this executable.
  static func executable() -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes {
      readlink("/proc/self/exe", $0.baseAddress!, $0.count)
    }
    buffer[max(0, min(length, buffer.count - 1))] = 0
    return buffer.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { FileName.text($0) } ?? "" }
    }
  }
}
