import { Allow, assertEveryHandlerGuarded, Public, requirementOf } from './allow';

class Guarded {
  onModuleInit(): void { this.#log(); }
  @Allow('case:read') list(): string { return 'list'; }
  @Public() health(): string { return 'up'; }
  #log(): void { Object.keys(this); }
}
class Inheriting extends Guarded {
  @Allow('case:write') change(): string { return 'change'; }
}
@Allow('tenant:read') class Whole {
  name(): string { return 'name'; }
  @Allow('billing:read') price(): string { return 'price'; }
}
class Forgetful extends Guarded {
  @Allow('case:read') seen(): string { return 'seen'; }
  forgotten(): string { return 'forgotten'; }
}

class Heir extends Forgetful {
  @Allow('case:read') own(): string { return 'own'; }
}

describe('what a handler demands', () => {
  it.each([
    ['its own permission', Guarded, 'list', { kind: 'permission', permission: 'case:read' }],
    ['nothing, on purpose', Guarded, 'health', { kind: 'public' }],
    ['what its parent class said', Inheriting, 'list', { kind: 'permission', permission: 'case:read' }],
    ['what its class says for all', Whole, 'name', { kind: 'permission', permission: 'tenant:read' }],
    ['its own word rather than the class’s', Whole, 'price', { kind: 'permission', permission: 'billing:read' }],
    ['nothing anyone could meet without a mark', Forgetful, 'forgotten', undefined],
    ['nothing anyone could meet when it does not exist', Guarded, 'hasOwnProperty', undefined],
  ])('is %s', (_, cls, key, expected) => {
    expect(requirementOf(cls, key)).toEqual(expected);
    expect(requirementOf(cls.prototype, key)).toEqual(expected);
  });
});

describe('the boot check', () => {
  it('accepts classes whose methods are all marked', () => {
    expect(() => assertEveryHandlerGuarded([Guarded, Inheriting, Whole])).not.toThrow();
  });

  it('sees methods of a parent class too', () => {
    expect(() => assertEveryHandlerGuarded([Heir])).toThrow('Heir.forgotten');
  });

  it('names the methods without a mark', () => {
    expect(() => assertEveryHandlerGuarded([Guarded, Forgetful])).toThrow('handlers without @Allow or @Public: Forgetful.forgotten');
  });
});
