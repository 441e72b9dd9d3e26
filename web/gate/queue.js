/** Speaks to a service's script by its queue. @param {'_paq' | 'dataLayer'} name of the queue @param {any} words @param {'push' | 'unshift'} [how] */
export const say = (name, words, how = 'push') => {
  const queue = window[name] ??= [];
  // A loaded Matomo takes the place of the array, and only push is left.
  (queue[how] ?? queue.push).call(queue, words);
};
