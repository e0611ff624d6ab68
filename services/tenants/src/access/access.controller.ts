import { Injectable } from '@nestjs/common';
import { Public, type VerifiedToken } from '@yagura/auth';
import { AccessService } from './access.service';

@Injectable()
export class AccessController {
  constructor(private readonly access: AccessService) {}

  // Open to every verified token: it is the question from which all permissions come.
  @Public()
  assertGrants(ctx: VerifiedToken, { address }: { readonly address?: string }): Promise<{ assertion: string }> {
    return this.access.assertGrants(ctx, address);
  }
}
