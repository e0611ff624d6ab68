import { Injectable } from '@nestjs/common';
import { Public, type VerifiedToken } from '@yagura/auth';
import { SignOutService } from '../user/sign-out.service';
import { AccessService } from './access.service';

@Injectable()
export class AccessController {
  constructor(private readonly access: AccessService, private readonly signOuts: SignOutService) {}

  // Open to every verified token: it is the question from which all permissions come.
  @Public()
  assertGrants(ctx: VerifiedToken, { address }: { readonly address?: string }): Promise<{ assertion: string }> {
    return this.access.assertGrants(ctx, address);
  }

  // Open to every verified token: whoever holds one may end it.
  @Public()
  async signOut(ctx: VerifiedToken): Promise<{ signedOutAt: string }> {
    return { signedOutAt: (await this.signOuts.signOut(ctx)).toISOString() };
  }
}
