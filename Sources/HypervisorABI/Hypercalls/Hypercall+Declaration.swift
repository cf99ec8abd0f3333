// SPDX-License-Identifier: Apache-2.0

/// Initializers that keep the table of calls compact.
extension Hypercall {
  /// - Parameters:
  ///   - arguments: each as C declares it: `unsigned int cmd`, `void *arg`.
  ///   - handlers: the four columns of hypercall-defs.c, separated by blanks: pv32 pv64 hvm32
  ///     hvm64.
  init(
    _ number: Int, _ name: String, _ arguments: [String], arguments32: [String]? = nil,
    _ handlers: String, since: XenRelease, until: XenRelease? = nil, other: [OtherName] = [],
    before earlier: EarlierArguments? = nil, commands: ConstantGroup? = nil
  ) {
    self.number = number
    self.name = name
    self.arguments = arguments.map(Argument.init(declaration:))
    self.arguments32 = arguments32?.map(Argument.init(declaration:))
    self.handlers = Handlers(columns: handlers)
    self.span = Span(since: since, until: until)
    self.otherNames = other
    self.earlier = earlier
    self.commands = commands
  }
}

extension Hypercall.Argument {
  /// Splits a C declaration such as `const void *arg` into type and name.
  init(declaration: String) {
    let cut = declaration.lastIndex { $0 == " " || $0 == "*" }
    let start = cut.map { declaration.index(after: $0) } ?? declaration.startIndex
    name = String(declaration[start...])
    type = String(declaration[..<start].reversed().drop { $0 == " " }.reversed())
  }

  /// The argument as C declares it: `const void *arg`.
  public var declaration: String { type.hasSuffix("*") ? type + name : type + " " + name }
}

extension Hypercall.Handlers {
  init(columns: String) {
    let handlers = columns.split(separator: " ").map { Hypercall.Handler(rawValue: String($0)) }
    func column(_ index: Int) -> Hypercall.Handler {
      handlers.indices.contains(index) ? handlers[index] ?? .none : .none
    }
    pv32 = column(0)
    pv64 = column(1)
    hvm32 = column(2)
    hvm64 = column(3)
  }
}

extension Hypercall.OtherName {
  init(_ name: String, since: XenRelease = .v2_0, until: XenRelease? = nil) {
    self.name = name
    span = Span(since: since, until: until)
  }
}

extension Hypercall.EarlierArguments {
  /// Takes the arguments before release `until`, each as C declares it.
  init(_ until: XenRelease, _ arguments: [String]) {
    self.until = until
    self.arguments = arguments.map(Hypercall.Argument.init(declaration:))
  }
}
