/** Tags under which a browser has something of its own: the page has `wx-input` in the place of `input`. */
export const TAGS = ['input', 'textarea', 'button', 'image', 'scroll-view', 'switch'];

/**
 * WeChat's own components, as far as the program uses them.
 *
 * @param {any} space
 * @param {any} slot the template that shows what is inside
 * @param {{ resolve(path: string): string, keyboard(): number, buttons: Record<string, (button: any) => void> }} host
 */
export function defineBuiltIns(space, slot, host) {
  const components = space.getComponentSpace();
  for (const tag of ['view', 'text']) {
    components.setGlobalUsingComponent(tag, `wx-${tag}`);
  }

  function define(/** @type {string} */ name, /** @type {any} */ definition, holds = true) {
    const path = `__built-in/${name}`;
    space.addComponentStaticConfig(path, { component: true, styleIsolation: 'shared' });
    if (holds) {
      space.addCompiledTemplate(path, slot);
    }
    const properties = { ariaLabel: String, ...definition.properties };
    const observers = {
      ...definition.observers,
      ariaLabel(/** @type {string} */ label) {
        /** @type {any} */ (this)._$.$$.setAttribute('aria-label', label);
      },
    };
    space.component(path).definition({ ...definition, properties, observers }).register();
    components.setGlobalUsingComponent(name, components.getComponentByUrl(path, ''));
  }

  const mark = (/** @type {string} */ name) => function marked(/** @type {any} */ on) {
    /** @type {any} */ (this)._$.$$.toggleAttribute(name, Boolean(on));
  };

  /** What covers the lower part of the screen while something is written, where the page wants to make room itself. */
  function showKeyboard(/** @type {any} */ field, /** @type {boolean} */ on) {
    const height = on && !field.data.adjustPosition ? host.keyboard() : 0;
    document.querySelector('.mp-keyboard')?.remove();
    if (height > 0) {
      const keyboard = document.createElement('div');
      keyboard.className = 'mp-keyboard';
      keyboard.style.height = `${height}px`;
      document.body.append(keyboard);
    }
    field.triggerEvent('keyboardheightchange', { height });
  }

  const field = (/** @type {'input' | 'textarea'} */ tag) => ({
    properties: {
      value: String, type: String, placeholder: String, placeholderClass: String, maxlength: { type: Number, value: 140 }, focus: Boolean,
      confirmType: String, confirmHold: Boolean, autoHeight: Boolean, cursorSpacing: Number, adjustPosition: { type: Boolean, value: true },
      showConfirmBar: Boolean, disableDefaultPadding: Boolean,
    },
    observers: {
      value(/** @type {string} */ value) {
        const { input } = /** @type {any} */ (this);
        if (input && input.value !== value) {
          input.value = value;
        }
        /** @type {any} */ (this).fit?.();
      },
      placeholder(/** @type {string} */ text) {
        const { input } = /** @type {any} */ (this);
        if (input) {
          input.placeholder = text;
        }
      },
      focus(/** @type {boolean} */ on) {
        const { input } = /** @type {any} */ (this);
        // Later: the page is in the middle of a change.
        queueMicrotask(() => (on ? input?.focus() : input?.blur()));
      },
    },
    lifetimes: {
      attached() {
        const self = /** @type {any} */ (this);
        const input = /** @type {any} */ (document.createElement(tag));
        self.input = input;
        Object.assign(input, { value: self.data.value, placeholder: self.data.placeholder });
        if (self.data.maxlength > 0) {
          input.maxLength = self.data.maxlength;
        }
        self._$.$$.appendChild(input);
        self.fit = () => {
          if (tag === 'textarea' && self.data.autoHeight) {
            input.style.height = '0';
            input.style.height = `${Math.max(24, input.scrollHeight)}px`;
          }
        };
        self.fit();
        const tell = (/** @type {string} */ name) => self.triggerEvent(name, { value: input.value, cursor: input.selectionStart });
        input.addEventListener('input', (/** @type {Event} */ event) => {
          event.stopPropagation();
          self.fit();
          tell('input');
        });
        let told = false;
        const report = () => {
          const on = document.activeElement === input;
          if (on !== told) {
            told = on;
            tell(on ? 'focus' : 'blur');
            showKeyboard(self, on);
          }
        };
        input.addEventListener('focus', () => setTimeout(report));
        input.addEventListener('blur', () => setTimeout(report));
        input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
          if (event.key === 'Enter' && !event.isComposing && (tag === 'input' || self.data.confirmType === 'send')) {
            event.preventDefault();
            tell('confirm');
          }
        });
        if (self.data.focus) {
          input.focus();
        }
      },
    },
  });
  define('input', field('input'), false);
  define('textarea', field('textarea'), false);

  define('button', {
    properties: { openType: String, disabled: Boolean },
    lifetimes: {
      attached() {
        const self = /** @type {any} */ (this);
        self._$.$$.addEventListener('click', () => host.buttons[self.data.openType]?.(self));
      },
    },
  });

  define('switch', {
    properties: { checked: Boolean, color: String },
    observers: { checked: mark('checked') },
    lifetimes: {
      attached() {
        const self = /** @type {any} */ (this);
        self._$.$$.addEventListener('click', () => {
          const value = !self._$.$$.hasAttribute('checked');
          self._$.$$.toggleAttribute('checked', value);
          self.triggerEvent('change', { value });
        });
      },
    },
  }, false);

  define('image', {
    properties: { src: String, mode: String, lazyLoad: Boolean },
    observers: {
      'src, mode'(/** @type {string} */ src, /** @type {string} */ mode) {
        const { picture } = /** @type {any} */ (this);
        if (picture) {
          picture.style.objectFit = mode === 'aspectFill' ? 'cover' : mode === 'aspectFit' ? 'contain' : 'fill';
          src ? (picture.src = host.resolve(src)) : picture.removeAttribute('src');
        }
      },
    },
    lifetimes: {
      attached() {
        const self = /** @type {any} */ (this);
        const picture = document.createElement('img');
        self.picture = picture;
        picture.onload = () => self.triggerEvent('load', { width: picture.naturalWidth, height: picture.naturalHeight });
        picture.onerror = () => self.triggerEvent('error', { errMsg: 'load failed' });
        picture.style.objectFit = self.data.mode === 'aspectFill' ? 'cover' : self.data.mode === 'aspectFit' ? 'contain' : 'fill';
        if (self.data.src) {
          picture.src = host.resolve(self.data.src);
        }
        self._$.$$.appendChild(picture);
      },
    },
  }, false);

  define('scroll-view', {
    properties: {
      scrollY: Boolean, scrollX: Boolean, scrollIntoView: String, upperThreshold: { type: Number, value: 50 },
      lowerThreshold: { type: Number, value: 50 }, enhanced: Boolean, scrollAnchoring: Boolean, showScrollbar: Boolean,
    },
    observers: {
      scrollY: mark('scroll-y'),
      scrollAnchoring: mark('scroll-anchoring'),
      scrollIntoView(/** @type {string} */ id) {
        if (id) {
          requestAnimationFrame(() => /** @type {any} */ (this).showChild(id));
        }
      },
    },
    lifetimes: {
      attached() {
        const self = /** @type {any} */ (this);
        const box = self._$.$$;
        let last = 0;
        let atTop = false;
        let atEnd = false;
        box.addEventListener('scroll', () => {
          const { scrollTop, scrollHeight, clientHeight } = box;
          const deltaY = last - scrollTop;
          last = scrollTop;
          self.triggerEvent('scroll', { scrollTop, scrollHeight, scrollLeft: 0, deltaX: 0, deltaY });
          const top = scrollTop <= self.data.upperThreshold;
          const end = scrollHeight - clientHeight - scrollTop <= self.data.lowerThreshold;
          if (top && !atTop) {
            self.triggerEvent('scrolltoupper', { direction: 'top' });
          }
          if (end && !atEnd) {
            self.triggerEvent('scrolltolower', { direction: 'bottom' });
          }
          atTop = top;
          atEnd = end;
        });
      },
    },
    methods: {
      showChild(/** @type {string} */ id) {
        const self = /** @type {any} */ (this);
        const box = self._$.$$;
        if (!box?.isConnected) {
          return;
        }
        const child = self._$.ownerShadowRoot?.querySelector(`#${id}`);
        if (!child) {
          console.warn(`scroll-into-view: there is no #${id}`);
          return;
        }
        box.scrollTop += child.$$.getBoundingClientRect().top - box.getBoundingClientRect().top;
      },
    },
  });
}
