// The SDK is made for bundlers: its files lack the mark of modules and name each other without ".js".

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return next(specifier + '.js', context);
  }
}

export async function load(url, context, next) {
  return next(url, url.includes('/improv-wifi-serial-sdk/') ? {...context, format: 'module'} : context);
}
