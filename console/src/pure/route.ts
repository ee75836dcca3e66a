// SPDX-License-Identifier: Apache-2.0
//
// Where the officer is: a page, perhaps an id, and parameters, in the fragment of the URL:
//
//   #/search?name=Ferdik+Quentabri&schema=Person
//   #/entity/ofac-90001
//
// The fragment and not the path, because a browser never sends it: who was searched for stands in
// no log of a proxy and in no Referer.

export interface Route {
    page: string;
    id: string;
    params: URLSearchParams;
}

export function parseRoute(hash: string): Route {
    const text = hash.replace(/^#\/?/, "");
    const at = text.indexOf("?");
    const path = at < 0 ? text : text.slice(0, at);
    const slash = path.indexOf("/");
    const page = slash < 0 ? path : path.slice(0, slash);
    const id = slash < 0 ? "" : decoded(path.slice(slash + 1));
    return {
        page: page || "search",
        id,
        params: new URLSearchParams(at < 0 ? "" : text.slice(at + 1)),
    };
}

export function href(page: string, id = "", params?: URLSearchParams): string {
    const query = params ? params.toString() : "";
    return `#/${page}${id ? "/" + encodeURIComponent(id) : ""}${query ? "?" + query : ""}`;
}

// An address that somebody typed may hold a lone "%".
function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
