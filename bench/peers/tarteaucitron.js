import * as words from './words.js';

const settings = {
  privacyUrl: words.charterAddress, bodyPosition: 'top', hashtag: '#tarteaucitron', cookieName: 'tarteaucitron', orientation: 'middle', groupServices: false, showDetailsOnClick: true,
  serviceDefaultState: 'wait', showAlertSmall: false, cookieslist: false, cookieslistEmbed: false, showIcon: true, iconPosition: 'BottomRight', adblocker: false, DenyAllCta: true,
  AcceptAllCta: true, highPrivacy: true, alwaysNeedConsent: true, handleBrowserDNTRequest: false, removeCredit: false, moreInfoLink: true, useExternalCss: false, useExternalJs: false,
  readmoreLink: '', mandatory: true, mandatoryCta: true, googleConsentMode: true, bingConsentMode: true, pianoConsentMode: true, softConsentMode: false, dataLayer: false, serverSide: false,
};
const services = ['matomo', 'pianoanalytics', 'youtube', 'dailymotion'];

/** @type {import('./contestant.js').Contestant} */
export const tarteaucitron = {
  name: 'tarteaucitron 1.34.0',
  embedded: 'README, "How to use", with its settings, in `<head>`; the minified files; `bodyPosition: "top"` for accessibility, `alwaysNeedConsent` so that it asks for the same four services; '
    + 'the banner\'s text is built in, shorter than the others\'',
  files: ['tarteaucitron.min.js', 'tarteaucitron.services.min.js', 'css/tarteaucitron.min.css', 'lang/tarteaucitron.fr.min.js']
    .map((file) => [`/tarteaucitron/${file}`, `tarteaucitronjs/${file}`]),
  embed: (at) => ({
    head: `<script src="${at}/tarteaucitron/tarteaucitron.min.js"></script><script>tarteaucitron.init(${JSON.stringify(settings)});</script>`,
    end: `<script>tarteaucitron.user.matomoId = 1; tarteaucitron.user.matomoHost = '/'; tarteaucitron.job = tarteaucitron.job || [];
${services.map((id) => `tarteaucitron.job.push('${id}');`).join(' ')}</script>`,
  }),
  banner: '#tarteaucitronAlertBig',
  buttons: ['#tarteaucitronPersonalize2', '#tarteaucitronAllDenied2', '#tarteaucitronCloseAlert'],
  refuse: '#tarteaucitronAllDenied2',
  stored: /tarteaucitron=[^;]*youtube=false/,
};
