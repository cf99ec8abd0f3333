// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A pointer that Xen follows, with a type of its own so that it is not confused with other
/// pointers.
struct GuestHandle {
  /// The type that it points to: `unsigned long`, `const void`.
  let target: String

  init(_ target: String) { self.target = target }

  /// The name in the macros: `ulong`, `const_void`.
  var name: String {
    Self.short.reduce(target) { $0.replacing($1.long, with: $1.short) }
      .replacing(" ", with: "_")
  }

  var spelling: String { "XEN_GUEST_HANDLE(\(name))" }

  private var definition: String {
    name == target
      ? "DEFINE_XEN_GUEST_HANDLE(\(name));\n" : "__DEFINE_XEN_GUEST_HANDLE(\(name), \(target));\n"
  }

  private static let short = [
    (long: "unsigned char", short: "uchar"), (long: "unsigned int", short: "uint"),
    (long: "unsigned long", short: "ulong"),
  ]

  /// The macros for handles, which the code of kernels uses too.
  static func macros(_ view: InterfaceView) -> String {
    let isStructure = view.hasStructuralHandles
    return """
      /* A pointer that Xen follows, of a type of its own so that it is not mistaken for another. */
      #define __DEFINE_XEN_GUEST_HANDLE(name, type) \\
      \ttypedef \(isStructure ? "struct { type *p; }" : "type *")__guest_handle_ ## name
      #define DEFINE_XEN_GUEST_HANDLE(name) __DEFINE_XEN_GUEST_HANDLE(name, name)
      #define __XEN_GUEST_HANDLE(name) __guest_handle_ ## name
      #define XEN_GUEST_HANDLE(name) __XEN_GUEST_HANDLE(name)
      #define XEN_GUEST_HANDLE_PARAM(name) XEN_GUEST_HANDLE(name)
      #define set_xen_guest_handle_raw(handle, value) ((handle)\(isStructure ? ".p" : "") = (value))
      #define set_xen_guest_handle(handle, value) set_xen_guest_handle_raw(handle, value)
      #define get_xen_guest_handle(value, handle) ((value) = (handle)\(isStructure ? ".p" : ""))

      """.replacing("}__guest", with: "} __guest")
  }

  /// The handles for types that are not structures of the model.
  static var definitions: String {
    let plain = [
      "char", "unsigned char", "int", "unsigned int", "long", "unsigned long", "void",
      "const void", "const char", "const uint8_t", "const uint64_t", "uint8_t", "uint16_t",
      "uint32_t", "uint64_t",
    ]
    return (plain + CInteger.typedefs.map(\.name)).map { GuestHandle($0).definition }.joined()
  }
}
