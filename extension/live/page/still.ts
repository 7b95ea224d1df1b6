import { Component } from 'preact';

/** A component that is not rendered anew while its properties are the same. */
export abstract class Still<Props extends object> extends Component<Props> {
  override shouldComponentUpdate(next: Readonly<Props>): boolean {
    for (const name in next) if (next[name] !== (this.props as Readonly<Props>)[name]) return true;
    return false;
  }
}
