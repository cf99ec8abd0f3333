// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import HypervisorABI

/// The names that Debian's Xen headers define for a guest: structures, macros with a value, and
/// enumerators. They are read from the preprocessor's output, after its conditions.
struct DefinedNames {
  struct Unreadable: Error, CustomStringConvertible { let description: String }

  static let directory = "/usr/include/xen/"

  /// The headers of libxen-dev, as paths below `directory`.
  static func headers() throws -> [String] {
    let found = try Command.run(["find", "-L", directory, "-name", "*.h", "-printf", "%P\n"])
    let headers = found.output.split(separator: "\n").map(String.init).sorted()
    guard headers.count > 50 else {
      throw Unreadable(
        description: "\(directory): no headers of Xen; install libxen-dev (make deps)")
    }
    return headers
  }

  /// The names that each header defines on either architecture, by its path below `directory`.
  let byHeader: [String: Set<String>]

  init(headers: [String]) throws {
    var names: [String: Set<String>] = [:]
    for architecture in Architecture.allCases {
      for (header, text) in try Self.preprocessed(headers, for: architecture) {
        names[header, default: []].formUnion(Self.names(in: text))
      }
    }
    byHeader = names
  }

  /// The preprocessor's output for each header, with `#define` lines.
  private static func preprocessed(
    _ headers: [String], for architecture: Architecture
  ) throws -> [String: String] {
    let version = hex(XenRelease.standard.interfaceVersion ?? 0)
    let source =
      "#define __XEN_INTERFACE_VERSION__ \(version)\n#include <stdint.h>\n"
      + "#include <xen/xen.h>\n" + headers.map { "#include <xen/\($0)>\n" }.joined()
    let width = architecture == .i386 ? "-m32" : "-m64"
    let result = try Command.run(
      ["gcc", width, "-std=gnu11", "-E", "-dD", "-x", "c", "-"], input: Array(source.utf8))
    guard result.status == 0 else { throw Unreadable(description: result.errors) }
    return byFile(result.output)
  }

  /// Groups lines by the header in the preceding line marker.
  private static func byFile(_ output: String) -> [String: String] {
    var texts: [String: String] = [:]
    var header: String?
    for line in output.split(separator: "\n") {
      if line.hasPrefix("# ") {
        let path = line.split(separator: "\"").dropFirst().first ?? ""
        header = path.hasPrefix(directory) ? String(path.dropFirst(directory.count)) : nil
      } else if let header {
        texts[header, default: ""] += line + "\n"
      }
    }
    return texts
  }

  private static func names(in text: String) -> Set<String> {
    let macros = text.matches(of: /(?m)^#define (\w+)(?:\(| +\S)/).map { String($0.1) }
    let undefined = text.matches(of: /(?m)^#undef (\w+)/).map { String($0.1) }
    let code = text.replacing(/(?m)^#.*$/, with: "")
    let tags = code.matches(of: /(?:struct|union)\s+(\w+)\s*\{/).map { String($0.1) }
    let typedefs = code.matches(of: /\}\s*(\w+)_t\s*;/).map { String($0.1) }
    let enumerators = code.matches(of: /enum\s*\w*\s*\{([^}]*)\}/).flatMap { list in
      list.1.matches(of: /(\w+)\s*(?:=[^,]*)?(?:,|$)/).map { String($0.1) }
    }
    return Set(macros + tags + typedefs + enumerators).subtracting(undefined)
  }
}
