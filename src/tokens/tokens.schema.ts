export const tokensEntities: (new () => object)[] = [];
export const tokensMigrations: (new () => object)[] = [];
