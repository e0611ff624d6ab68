import { Args, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Public } from '@yagura/auth';
import { accessApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { heartbeats } from '../../request/heartbeat';

@Resolver()
export class PageResolver {
  @Public()
  @Query('me')
  me(@Gateway() gateway: GatewayContext): unknown {
    return gateway.me();
  }

  @Public()
  @Mutation('ping')
  ping(@Args('text') text: string): string {
    return text.slice(0, 200);
  }

  @Public()
  @Mutation('signOut')
  async signOut(@Gateway() gateway: GatewayContext): Promise<{ signedOutAt: string }> {
    const left = await gateway.call(accessApi.signOut, {});
    gateway.renewGrants();
    return left;
  }

  @Public()
  @Subscription('heartbeat')
  heartbeat(@Gateway() gateway: GatewayContext): AsyncIterable<{ heartbeat: string }> {
    return gateway.whileGranted(heartbeats());
  }
}
