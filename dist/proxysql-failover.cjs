#!/usr/bin/env node
"use strict";
const loadMysql2 = (function (module, exports) {"use strict";var __create=Object.create,__defProp=Object.defineProperty,__getOwnPropDesc=Object.getOwnPropertyDescriptor,__getOwnPropNames=Object.getOwnPropertyNames,__getProtoOf=Object.getPrototypeOf,__hasOwnProp=Object.prototype.hasOwnProperty,__esm=(c,E,p)=>function(){if(p)throw p[0];try{return c&&(E=(0,c[__getOwnPropNames(c)[0]])(c=0)),E}catch(u){throw p=[u],u}},__commonJS=(c,E)=>function(){try{return E||(0,c[__getOwnPropNames(c)[0]])((E={exports:{}}).exports,E),E.exports}catch(b){throw E=0,b}},__export=(c,E)=>{for(var p in E)__defProp(c,p,{get:E[p],enumerable:!0})},__copyProps=(c,E,p,b)=>{if(E&&typeof E=="object"||typeof E=="function")for(let u of __getOwnPropNames(E))!__hasOwnProp.call(c,u)&&u!==p&&__defProp(c,u,{get:()=>E[u],enumerable:!(b=__getOwnPropDesc(E,u))||b.enumerable});return c},__toESM=(c,E,p)=>(p=c!=null?__create(__getProtoOf(c)):{},__copyProps(E||!c||!c.__esModule?__defProp(p,"default",{value:c,enumerable:!0}):p,c)),__toCommonJS=c=>__copyProps(__defProp({},"__esModule",{value:!0}),c),require_tls=__commonJS({"src/bundle/mysql2/tls.cjs":(function(c,E){var p=()=>require("node:tls");E.exports={get connect(){return p().connect},get createSecureContext(){return p().createSecureContext},get checkServerIdentity(){return p().checkServerIdentity},get TLSSocket(){return p().TLSSocket}}})}),require_ring_queue=__commonJS({"node_modules/mysql2/lib/ring_queue.js":(function(c,E){"use strict";var p=1e4,b=class{constructor(){this._list=new Array(4),this._mask=3,this._head=0,this._tail=0}get length(){return this._tail-this._head&this._mask}size(){return this.length}isEmpty(){return this._head===this._tail}push(u){return arguments.length===0?this.length:(this._list[this._tail]=u,this._tail=this._tail+1&this._mask,this._tail===this._head&&this._grow(),this.length)}unshift(u){return arguments.length===0?this.length:(this._head=this._head-1&this._mask,this._list[this._head]=u,this._tail===this._head&&this._grow(),this.length)}shift(){const u=this._head;if(u===this._tail)return;const f=this._list[u];return this._list[u]=void 0,this._head=u+1&this._mask,u<2&&this._tail>p&&this._tail<=this._list.length>>>2&&this._shrink(),f}pop(){const u=this._tail;if(u===this._head)return;const f=this._list.length;this._tail=u-1&this._mask;const i=this._list[this._tail];return this._list[this._tail]=void 0,this._head<2&&u>p&&u<=f>>>2&&this._shrink(),i}peekAt(u){if(u!==(u|0))return;if(u>=0)return u>=this.length?void 0:this._list[this._head+u&this._mask];const f=this.length;if(!(u<-f))return this._list[this._head+u+f&this._mask]}get(u){return this.peekAt(u)}peek(){if(this._head!==this._tail)return this._list[this._head]}peekFront(){return this.peek()}peekBack(){return this.peekAt(-1)}removeOne(u){if(u!==(u|0))return;const f=this.length;if(u>=f||u<-f)return;u<0&&(u+=f);const i=this._mask;let r=this._head+u&i;const t=this._list[r];if(u<f/2){for(let e=u;e>0;e--){const h=r-1&i;this._list[r]=this._list[h],r=h}this._list[r]=void 0,this._head=this._head+1&i}else{for(let e=f-1-u;e>0;e--){const h=r+1&i;this._list[r]=this._list[h],r=h}this._list[r]=void 0,this._tail=this._tail-1&i}return t}remove(u,f){if(u!==(u|0)||this._head===this._tail)return;const i=this.length;if(u>=i||u<-i||f<1)return;if(u<0&&(u+=i),f===1||!f)return[this.removeOne(u)];if(f!==(f|0))return;u+f>i&&(f=i-u);const r=this.toArray(),t=r.splice(u,f);return this._rebuild(r),t}splice(u,f,...i){if(u!==(u|0))return;const r=this.length;if(u<0&&(u+=r),u>r)return;if(i.length===0)return this.remove(u,f);if(u<0)return;const t=f===void 0?1:f;if(t!==(t|0)||t<0)return;const n=this.toArray();let e;return t===0?(e=[],n.splice(u,0,...i)):u>=r?(e=void 0,n.splice(u,0,...i)):e=n.splice(u,t,...i),this._rebuild(n),e}clear(){this._list=new Array(this._list.length),this._head=0,this._tail=0}toArray(){const u=this._head,f=this._tail;if(u<=f)return this._list.slice(u,f);const i=this._list.length,r=new Array(this.length);let t=0;for(let n=u;n<i;n++)r[t++]=this._list[n];for(let n=0;n<f;n++)r[t++]=this._list[n];return r}_grow(){const u=this._list,f=u.length;if(this._head===0)this._tail=f,u.length=f<<1;else{const i=new Array(f<<1);let r=0;for(let t=this._head;t<f;t++)i[r++]=u[t];for(let t=0;t<this._tail;t++)i[r++]=u[t];this._list=i,this._head=0,this._tail=f}this._mask=this._mask<<1|1}_shrink(){this._list.length>>>=1,this._mask>>>=1}_rebuild(u){let f=this._list.length;for(;u.length>=f;)f<<=1;this._list=new Array(f),this._mask=f-1,this._head=0,this._tail=u.length;for(let i=0;i<u.length;i++)this._list[i]=u[i]}};E.exports=b})}),require_left_out=__commonJS({"left-out:left-out":(function(c,E){var p=()=>{throw new Error("a part of mysql2 that was left out of the bundle has been used")};E.exports=new Proxy(p,{get:()=>p})})}),require_lru_min=__commonJS({"src/bundle/mysql2/lru.min.cjs":(function(c,E){E.exports={createLRU:()=>new Map}})}),iconv_lite_exports={};__export(iconv_lite_exports,{getDecoder:()=>getDecoder,getEncoder:()=>getEncoder});function getDecoder(c){return requireCesu8(c),{write:E=>E.toString("utf8"),end:()=>""}}function getEncoder(c){return requireCesu8(c),{write:E=>Buffer.from(E,"utf8"),end:()=>{}}}function requireCesu8(c){if(c!=="cesu8")throw new Error(`charset '${c}' is not supported: the connection is meant to use utf8mb4`)}var init_iconv_lite=__esm({"src/bundle/mysql2/iconv-lite.ts":(function(){})}),require_string=__commonJS({"node_modules/mysql2/lib/parsers/string.js":(function(c){"use strict";var E=(init_iconv_lite(),__toCommonJS(iconv_lite_exports)),{createLRU:p}=require_lru_min(),b=p({max:500}),u=typeof Buffer.prototype.utf8Slice=="function"&&typeof Buffer.prototype.latin1Slice=="function"&&typeof Buffer.prototype.asciiSlice=="function";c.hasFastUtf8Write=typeof Buffer.prototype.utf8Write=="function";function f(i,r,t){if(i[r]>=128)return null;switch(t){case 1:{const n=i[r];return n<128?String.fromCharCode(n):null}case 2:{const n=i[r],e=i[r+1];return(n|e)<128?String.fromCharCode(n,e):null}case 3:{const n=i[r],e=i[r+1],h=i[r+2];return(n|e|h)<128?String.fromCharCode(n,e,h):null}case 4:{const n=i[r],e=i[r+1],h=i[r+2],m=i[r+3];return(n|e|h|m)<128?String.fromCharCode(n,e,h,m):null}case 5:{const n=i[r],e=i[r+1],h=i[r+2],m=i[r+3],_=i[r+4];return(n|e|h|m|_)<128?String.fromCharCode(n,e,h,m,_):null}case 6:{const n=i[r],e=i[r+1],h=i[r+2],m=i[r+3],_=i[r+4],o=i[r+5];return(n|e|h|m|_|o)<128?String.fromCharCode(n,e,h,m,_,o):null}case 7:{const n=i[r],e=i[r+1],h=i[r+2],m=i[r+3],_=i[r+4],o=i[r+5],T=i[r+6];return(n|e|h|m|_|o|T)<128?String.fromCharCode(n,e,h,m,_,o,T):null}case 8:{const n=i[r],e=i[r+1],h=i[r+2],m=i[r+3],_=i[r+4],o=i[r+5],T=i[r+6],v=i[r+7];return(n|e|h|m|_|o|T|v)<128?String.fromCharCode(n,e,h,m,_,o,T,v):null}default:return null}}c.SHORT_STRING_MAX_LENGTH=8,c.decodeShort=function(i,r,t,n){if(u&&t>=0&&t<=n&&n<=i.length)switch(r){case"utf8":case"utf-8":{const e=f(i,t,n-t);return e!==null?e:i.utf8Slice(t,n)}case"latin1":case"binary":{const e=f(i,t,n-t);return e!==null?e:i.latin1Slice(t,n)}case"ascii":{const e=f(i,t,n-t);return e!==null?e:i.asciiSlice(t,n)}default:break}return c.decode(i,r,t,n)},c.decode=function(i,r,t,n,e){if(u){const o=i.length;if(t<=0)t=0;else{if(t>=o)return"";t|=0}if(n===void 0||n>o?n=o:n|=0,n<=t)return"";switch(r){case"utf8":case"utf-8":return i.utf8Slice(t,n);case"latin1":case"binary":return i.latin1Slice(t,n);case"ascii":return i.asciiSlice(t,n);default:break}}if(Buffer.isEncoding(r))return i.toString(r,t,n);let h;if(!e)h=b.get(r),h||(h=E.getDecoder(r),b.set(r,h));else{const o={encoding:r,options:e},T=JSON.stringify(o);h=b.get(T),h||(h=E.getDecoder(o.encoding,o.options),b.set(T,h))}const m=h.write(i.slice(t,n)),_=h.end();return _?m+_:m},c.encode=function(i,r,t){if(Buffer.isEncoding(r))return Buffer.from(i,r);const n=E.getEncoder(r,t||{}),e=n.write(i),h=n.end();return h&&h.length>0?Buffer.concat([e,h]):e}})}),require_types=__commonJS({"node_modules/mysql2/lib/constants/types.js":(function(c,E){"use strict";E.exports={0:"DECIMAL",1:"TINY",2:"SHORT",3:"LONG",4:"FLOAT",5:"DOUBLE",6:"NULL",7:"TIMESTAMP",8:"LONGLONG",9:"INT24",10:"DATE",11:"TIME",12:"DATETIME",13:"YEAR",14:"NEWDATE",15:"VARCHAR",16:"BIT",242:"VECTOR",245:"JSON",246:"NEWDECIMAL",247:"ENUM",248:"SET",249:"TINY_BLOB",250:"MEDIUM_BLOB",251:"LONG_BLOB",252:"BLOB",253:"VAR_STRING",254:"STRING",255:"GEOMETRY"},E.exports.DECIMAL=0,E.exports.TINY=1,E.exports.SHORT=2,E.exports.LONG=3,E.exports.FLOAT=4,E.exports.DOUBLE=5,E.exports.NULL=6,E.exports.TIMESTAMP=7,E.exports.LONGLONG=8,E.exports.INT24=9,E.exports.DATE=10,E.exports.TIME=11,E.exports.DATETIME=12,E.exports.YEAR=13,E.exports.NEWDATE=14,E.exports.VARCHAR=15,E.exports.BIT=16,E.exports.VECTOR=242,E.exports.JSON=245,E.exports.NEWDECIMAL=246,E.exports.ENUM=247,E.exports.SET=248,E.exports.TINY_BLOB=249,E.exports.MEDIUM_BLOB=250,E.exports.LONG_BLOB=251,E.exports.BLOB=252,E.exports.VAR_STRING=253,E.exports.STRING=254,E.exports.GEOMETRY=255})}),require_helpers=__commonJS({"node_modules/mysql2/lib/helpers.js":(function(c){"use strict";function E(t){return JSON.stringify({[t]:1}).slice(1,-3)}c.srcEscape=E;var p,b=!1;try{p=require_left_out().highlight}catch{p=t=>(b||(console.log("For nicer debug output consider install cardinal@^2.0.0"),b=!0),t)}function u(t,n){console.log(`

${t}:
`),console.log(`${p(n)}
`)}c.printDebugWithCode=u;function f(t,n,e){return Array.isArray(n)?n.some(h=>t===e[h]):!!n}c.typeMatch=f;var i=new Set(["__defineGetter__","__defineSetter__","__lookupGetter__","__lookupSetter__","__proto__"]);c.privateObjectProps=i;var r=(t,n=!0)=>{if(i.has(t))throw new Error(`The field name (${t}) can't be the same as an object's private property.`);return n?E(t):t};c.fieldEscape=r})}),require_local_date=__commonJS({"node_modules/mysql2/lib/parsers/local_date.js":(function(c,E){"use strict";var p=require_types(),b=require_helpers(),u=36e5,f=864e5,i=4096,r=new Map,t=n();function n(){try{return process.env.TZ}catch{return}}function e(){const v=n();v!==t&&(t=v,r.clear())}function h(v,S,I){const P=S<=2?v-1:v,L=Math.floor(P/400),C=P-L*400,O=((153*((S+9)%12)+2)/5|0)+I-1,U=C*365+(C/4|0)-(C/100|0)+O;return L*146097+U-719468}function m(v){const S=new Date(v);return new Date(S.getUTCFullYear(),S.getUTCMonth(),S.getUTCDate(),S.getUTCHours(),S.getUTCMinutes(),S.getUTCSeconds(),S.getUTCMilliseconds()).getTime()}function _(v){const S=v*u,I=S-m(S);return I!==S+u/2-m(S+u/2)||I!==S+u-1-m(S+u-1)||Number.isNaN(I)?null:I}function o(v,S,I,P,L,C,O){if(v<100||S<1||S>12)return new Date(v,S-1,I,P,L,C,O);const U=h(v,S,I)*f+P*u+L*6e4+C*1e3+Math.trunc(O),M=Math.floor(U/u);let k=r.get(M);return k===void 0&&(r.size>=i&&r.clear(),k=_(M),r.set(M,k)),k===null?new Date(v,S-1,I,P,L,C,O):new Date(U-k)}function T(v,S,I){const P=S.timezone||I.timezone;if(P&&P!=="local")return!1;const L=v.columnType;return L!==p.DATE&&L!==p.DATETIME&&L!==p.TIMESTAMP&&L!==p.NEWDATE?!1:!b.typeMatch(L,S.dateStrings||I.dateStrings,p)}E.exports={localDate:o,checkTimezone:e,usesLocalDate:T,_daysFromCivil:h,_clear(){r.clear()}}})}),require_packet=__commonJS({"node_modules/mysql2/lib/packets/packet.js":(function(c,E){"use strict";var p=require_left_out(),b=require("buffer").Buffer,u=require_left_out(),f=require_string(),{localDate:i}=require_local_date(),r=require_types(),t="0000-00-00",n="000000000000";function e(k,a){const l=a.toString();return l.length>=k?l:(n+l).slice(-k)}var h=45,m=43,_=(()=>{let k=!1;return JSON.parse("0",(a,l,g)=>(k=g!==void 0&&typeof g.source=="string",l)),k})(),o=/\d{16}/,T=/^-?\d+$/;function v(k,a,l){return typeof a=="number"&&!Number.isSafeInteger(a)&&l!==void 0&&T.test(l.source)?l.source:a}var S=46,I=101,P=69,L=58,C,O=null;function U(k){if(k===C)return O;let a=null;return/^[+-]\d{2}:\d{2}$/.test(k)&&(a=(k[0]==="-"?-1:1)*(parseInt(k.substring(1,3),10)*60+parseInt(k.substring(4),10))),C=k,O=a,a}var M=class ${constructor(a,l,g,s){this.sequenceId=a,this.numPackets=1,this.buffer=l,this.start=g,this.offset=g+4,this.end=s}reset(){this.offset=this.start+4}length(){return this.end-this.start}slice(){return this.buffer.slice(this.start,this.end)}dump(){console.log([this.buffer.asciiSlice(this.start,this.end)],this.buffer.slice(this.start,this.end),this.length(),this.sequenceId)}haveMoreData(){return this.end>this.offset}skip(a){this.offset+=a}readInt8(){return this.buffer[this.offset++]}readInt16(){return this.offset+=2,this.buffer.readUInt16LE(this.offset-2)}readInt24(){return this.readInt16()+(this.readInt8()<<16)}readInt32(){return this.offset+=4,this.buffer.readUInt32LE(this.offset-4)}readSInt8(){return this.buffer.readInt8(this.offset++)}readSInt16(){return this.offset+=2,this.buffer.readInt16LE(this.offset-2)}readSInt32(){return this.offset+=4,this.buffer.readInt32LE(this.offset-4)}readInt64JSNumber(){const a=this.readInt32(),l=this.readInt32();return a+4294967296*l}readSInt64JSNumber(){const a=this.readInt32(),l=this.readInt32();return a+4294967296*(l|0)}readInt64String(){const a=this.readInt32(),l=this.readInt32();return new u(a,l,!0).toString()}readSInt64String(){const a=this.readInt32(),l=this.readInt32();return new u(a,l,!1).toString()}readInt64(){const a=this.readInt32(),l=this.readInt32(),g=a+4294967296*l;return Number.isSafeInteger(g)?g:new u(a,l,!0).toString()}readSInt64(){const a=this.readInt32(),l=this.readInt32(),g=a+4294967296*(l|0);return Number.isSafeInteger(g)?g:new u(a,l,!1).toString()}isEOF(){return this.buffer[this.offset]===254&&this.length()<13}eofStatusFlags(){return this.buffer.readInt16LE(this.offset+3)}eofWarningCount(){return this.buffer.readInt16LE(this.offset+1)}readLengthCodedNumber(a,l){const g=this.buffer[this.offset++];return g<251?g:this.readLengthCodedNumberExt(g,a,l)}readLengthCodedNumberSigned(a){return this.readLengthCodedNumber(a,!0)}readLengthCodedNumberExt(a,l,g){let s,d,y;if(a===251)return null;if(a===252)return this.readInt8()+(this.readInt8()<<8);if(a===253)return this.readInt8()+(this.readInt8()<<8)+(this.readInt8()<<16);if(a===254){if(s=this.readInt32(),d=this.readInt32(),d===0)return s;if(d<2097152)return d*4294967296+s;y=new u(s,d,!g);const w=y.toNumber(),N=y.toString();return l||!Number.isSafeInteger(w)?N:w}throw console.trace(),new Error(`Should not reach here: ${a}`)}readFloat(){const a=this.buffer.readFloatLE(this.offset);return this.offset+=4,a}readDouble(){const a=this.buffer.readDoubleLE(this.offset);return this.offset+=8,a}readBuffer(a){return typeof a>"u"&&(a=this.end-this.offset),this.offset+=a,this.buffer.slice(this.offset-a,this.offset)}readDateTime(a){if(!a||a==="Z"||a==="local"){const g=this.readInt8();if(g===251)return null;let s=0,d=0,y=0,w=0,N=0,A=0,R=0;return g>3&&(s=this.readInt16(),d=this.readInt8(),y=this.readInt8()),g>6&&(w=this.readInt8(),N=this.readInt8(),A=this.readInt8()),g>10&&(R=this.readInt32()/1e3),s+d+y+w+N+A+R===0?new Date(NaN):a==="Z"?new Date(Date.UTC(s,d-1,y,w,N,A,R)):i(s,d,y,w,N,A,R)}let l=this.readDateTimeString(6,"T",null);return l.startsWith(t)?new Date(NaN):(l.length===10&&(l+="T00:00:00"),new Date(l+a))}readDateTimeString(a,l,g){const s=this.readInt8();let d=0,y=0,w=0,N=0,A=0,R=0,q=0,D=t;return s>3&&(d=this.readInt16(),y=this.readInt8(),w=this.readInt8(),D=[e(4,d),e(2,y),e(2,w)].join("-")),s>6?(N=this.readInt8(),A=this.readInt8(),R=this.readInt8(),D+=`${l||" "}${[e(2,N),e(2,A),e(2,R)].join(":")}`):(g===r.DATETIME||g===r.TIMESTAMP)&&(D+=" 00:00:00"),s>10&&(q=this.readInt32(),D+=".",a&&(q=e(6,q),q.length>a&&(q=q.substring(0,a))),D+=q),D}readTimeString(a){const l=this.readInt8();if(l===0)return"00:00:00";const g=this.readInt8()?-1:1;let s=0,d=0,y=0,w=0,N=0;return l>6&&(s=this.readInt32(),d=this.readInt8(),y=this.readInt8(),w=this.readInt8()),l>10&&(N=this.readInt32()),a?(d+=s*24,y+=d*60,w+=y*60,N+=w*1e3,N*=g,N):(g===-1?"-":"")+[e(2,s*24+d),e(2,y),e(2,w)].join(":")+(N?`.${e(6,N)}`.replace(/0+$/,""):"")}readLengthCodedString(a){const l=this.readLengthCodedNumber();return l===null?null:(this.offset+=l,l<=f.SHORT_STRING_MAX_LENGTH?f.decodeShort(this.buffer,a,this.offset-l,this.offset):f.decode(this.buffer,a,this.offset-l,this.offset))}readLengthCodedBuffer(){const a=this.readLengthCodedNumber();return a===null?null:this.readBuffer(a)}readNullTerminatedString(a){const l=this.offset;let g=this.offset;for(;g<this.end&&this.buffer[g]!==0;)g=g+1;return this.offset=g+1,f.decode(this.buffer,a,l,g)}readString(a,l){return typeof a=="string"&&typeof l>"u"&&(l=a,a=void 0),typeof a>"u"&&(a=this.end-this.offset),this.offset+=a,f.decode(this.buffer,l,this.offset-a,this.offset)}parseInt(a,l){if(a===null)return null;if(a>=14&&!l){const R=this.buffer.toString("ascii",this.offset,this.offset+a);return this.offset+=a,Number(R)}let g=0;const s=this.offset,d=this.offset+a;let y=1;if(a===0)return 0;this.buffer[this.offset]===h&&(this.offset++,y=-1);let w;const N=d-this.offset;if(l){if(N>=15)return w=this.readString(d-this.offset,"binary"),g=parseInt(w,10),Number.isSafeInteger(y*g)?y*g:y===-1?`-${w}`:w;if(N>16)return w=this.readString(d-this.offset),y===-1?`-${w}`:w}for(this.buffer[this.offset]===m&&this.offset++;this.offset<d;)g*=10,g+=this.buffer[this.offset]-48,this.offset++;const A=g*y;return!l||Number.isSafeInteger(A)?A:this.buffer.toString("ascii",s,d)}parseIntNoBigCheck(a){if(a===null)return null;let l=0;const g=this.offset+a;let s=1;if(a===0)return 0;for(this.buffer[this.offset]===h&&(this.offset++,s=-1),this.buffer[this.offset]===m&&this.offset++;this.offset<g;)l*=10,l+=this.buffer[this.offset]-48,this.offset++;return l*s}parseGeometryValue(){const a=this.readLengthCodedBuffer();let l=4;if(a===null||!a.length)return null;const g=a.length;function s(){let d,y,w,N,A,R,q,D,F=null;if(l+5>g)return null;const B=a.readUInt8(l);l+=1;const x=B?a.readUInt32LE(l):a.readUInt32BE(l);switch(l+=4,x){case 1:if(l+16>g)return null;d=B?a.readDoubleLE(l):a.readDoubleBE(l),l+=8,y=B?a.readDoubleLE(l):a.readDoubleBE(l),l+=8,F={x:d,y};break;case 2:if(l+4>g||(A=B?a.readUInt32LE(l):a.readUInt32BE(l),l+=4,A>(g-l)/16))return null;for(F=[],w=A;w>0&&!(l+16>g);w--)d=B?a.readDoubleLE(l):a.readDoubleBE(l),l+=8,y=B?a.readDoubleLE(l):a.readDoubleBE(l),l+=8,F.push({x:d,y});break;case 3:if(l+4>g||(R=B?a.readUInt32LE(l):a.readUInt32BE(l),l+=4,R>(g-l)/4))return null;for(F=[],w=R;w>0&&!(l+4>g);w--){for(A=B?a.readUInt32LE(l):a.readUInt32BE(l),l+=4,D=[],N=A;N>0&&!(l+16>g);N--)d=B?a.readDoubleLE(l):a.readDoubleBE(l),l+=8,y=B?a.readDoubleLE(l):a.readDoubleBE(l),l+=8,D.push({x:d,y});F.push(D)}break;case 4:case 5:case 6:case 7:if(l+4>g||(q=B?a.readUInt32LE(l):a.readUInt32BE(l),l+=4,q>(g-l)/9))return null;for(F=[],w=q;w>0;w--)F.push(s());break}return F}return s()}parseVector(){const a=this.readLengthCodedNumber(),l=this.offset+a,g=[];for(;this.offset<l&&this.offset<this.end;)g.push(this.readFloat());return g}parseJson(a,l){const g=this.readLengthCodedString(a);return l&&_&&g!==null&&o.test(g)?JSON.parse(g,v):JSON.parse(g)}parseDate(a){const l=this.readLengthCodedNumber();if(l===null)return null;if(l!==10)return new Date(NaN);const g=this.parseInt(4);this.offset++;const s=this.parseInt(2);this.offset++;const d=this.parseInt(2);return!a||a==="local"?i(g,s,d,0,0,0,0):a==="Z"?new Date(Date.UTC(g,s-1,d)):new Date(`${e(4,g)}-${e(2,s)}-${e(2,d)}T00:00:00${a}`)}parseDateTime(a){const l=this.readLengthCodedNumber();if(l===null)return null;const g=this.buffer,s=this.offset;if(l>=19&&g[s+4]===h&&g[s+7]===h&&g[s+13]===L&&g[s+16]===L){const y=(g[s]-48)*1e3+(g[s+1]-48)*100+(g[s+2]-48)*10+(g[s+3]-48),w=(g[s+5]-48)*10+(g[s+6]-48),N=(g[s+8]-48)*10+(g[s+9]-48);if(w===0||N===0||w>12||N>31)return this.offset+=l,new Date(NaN);if(y<100){const x=f.decode(g,"binary",s,s+l);return this.offset+=l,!a||a==="local"?new Date(x):new Date(`${x}${a}`)}const A=(g[s+11]-48)*10+(g[s+12]-48),R=(g[s+14]-48)*10+(g[s+15]-48),q=(g[s+17]-48)*10+(g[s+18]-48);let D=0;if(l>20){let x=100;for(let K=s+20;K<s+l&&x>=1;K++)D+=(g[K]-48)*x,x/=10}if(this.offset+=l,!a||a==="local")return i(y,w,N,A,R,q,D);const F=Date.UTC(y,w-1,N,A,R,q,D);if(a==="Z")return new Date(F);const B=U(a);return B!==null?new Date(F-B*6e4):new Date(`${f.decode(g,"binary",s,s+l)}${a}`)}const d=f.decode(g,"binary",s,s+l);return this.offset+=l,!a||a==="local"?new Date(d):new Date(`${d}${a}`)}parseFloat(a){if(a===null)return null;if(a===0)return 0;if(a>17){const w=this.buffer.toString("utf8",this.offset,this.offset+a);return this.offset+=a,Number.parseFloat(w)}let l=0;const g=this.offset+a;let s=1,d=!1,y=0;for(this.buffer[this.offset]===h&&(this.offset++,s=-1),this.buffer[this.offset]===m&&this.offset++;this.offset<g;)if(y=this.buffer[this.offset],y===S)d=!0,this.offset++;else if(y===I||y===P){const w=g-a,N=this.buffer.toString("utf8",w,g);return this.offset=g,Number.parseFloat(N)}else l*=10,l+=this.buffer[this.offset]-48,this.offset++,d&&(s=s*10);return l/s}parseLengthCodedIntNoBigCheck(){return this.parseIntNoBigCheck(this.readLengthCodedNumber())}parseLengthCodedInt(a){return this.parseInt(this.readLengthCodedNumber(),a)}parseLengthCodedIntString(){return this.readLengthCodedString("binary")}parseLengthCodedFloat(){return this.parseFloat(this.readLengthCodedNumber())}peekByte(){return this.buffer[this.offset]}isAlt(){return this.peekByte()===254}isError(){return this.peekByte()===255}asError(a){this.reset(),this.readInt8();const l=this.readInt16();let g="";this.buffer[this.offset]===35&&(this.skip(1),g=this.readBuffer(5).toString());const s=this.readString(void 0,a),d=new Error(s);return d.code=p[l],d.errno=l,d.sqlState=g,d.sqlMessage=s,d}writeInt32(a){this.buffer.writeUInt32LE(a,this.offset),this.offset+=4}writeInt24(a){this.writeInt8(a&255),this.writeInt16(a>>8)}writeInt16(a){this.buffer.writeUInt16LE(a,this.offset),this.offset+=2}writeInt8(a){this.buffer.writeUInt8(a,this.offset),this.offset++}writeDouble(a){this.buffer.writeDoubleLE(a,this.offset),this.offset+=8}writeFloat(a){this.buffer.writeFloatLE(a,this.offset),this.offset+=4}writeUIntLE(a,l){l===8?this.buffer.writeBigUInt64LE(a,this.offset):this.buffer.writeUIntLE(Number(a),this.offset,l),this.offset+=l}static timeLength({days:a,hours:l,minutes:g,seconds:s,microseconds:d}){return!a&&!l&&!g&&!s&&!d?1:d?13:9}writeTime({negative:a,days:l,hours:g,minutes:s,seconds:d,microseconds:y}){if(!l&&!g&&!s&&!d&&!y){this.writeInt8(0);return}this.writeInt8(y?12:8),this.writeInt8(a?1:0),this.writeInt32(l),this.writeInt8(g),this.writeInt8(s),this.writeInt8(d),y&&this.writeInt32(y)}writeBuffer(a){a.copy(this.buffer,this.offset),this.offset+=a.length}writeNull(){this.buffer[this.offset]=251,this.offset++}writeNullTerminatedString(a,l){const g=f.encode(a,l);this.buffer.length&&g.copy(this.buffer,this.offset),this.offset+=g.length,this.writeInt8(0)}writeString(a,l){if(a===null){this.writeInt8(251);return}if(a.length===0)return;const g=f.encode(a,l);this.buffer.length&&g.copy(this.buffer,this.offset),this.offset+=g.length}writeLengthCodedString(a,l){const g=f.encode(a,l);this.writeLengthCodedNumber(g.length),this.buffer.length&&g.copy(this.buffer,this.offset),this.offset+=g.length}writeLengthCodedUtf8String(a,l){l===void 0&&(l=Buffer.byteLength(a,"utf8")),this.writeLengthCodedNumber(l),this.buffer.utf8Write(a,this.offset,l),this.offset+=l}writeLengthCodedBuffer(a){this.writeLengthCodedNumber(a.length),a.copy(this.buffer,this.offset),this.offset+=a.length}writeLengthCodedNumber(a){return a<251?this.writeInt8(a):a<65535?(this.writeInt8(252),this.writeInt16(a)):a<16777215?(this.writeInt8(253),this.writeInt24(a)):a===null?this.writeInt8(251):(this.writeInt8(254),this.buffer.writeUInt32LE(a>>>0,this.offset),this.offset+=4,this.buffer.writeUInt32LE(Math.floor(a/4294967296),this.offset),this.offset+=4,this.offset)}writeDate(a,l){if(this.buffer.writeUInt8(11,this.offset),!l||l==="local")this.buffer.writeUInt16LE(a.getFullYear(),this.offset+1),this.buffer.writeUInt8(a.getMonth()+1,this.offset+3),this.buffer.writeUInt8(a.getDate(),this.offset+4),this.buffer.writeUInt8(a.getHours(),this.offset+5),this.buffer.writeUInt8(a.getMinutes(),this.offset+6),this.buffer.writeUInt8(a.getSeconds(),this.offset+7),this.buffer.writeUInt32LE(a.getMilliseconds()*1e3,this.offset+8);else{if(l!=="Z"){const g=(l[0]==="-"?-1:1)*(parseInt(l.substring(1,3),10)*60+parseInt(l.substring(4),10));g!==0&&(a=new Date(a.getTime()+6e4*g))}this.buffer.writeUInt16LE(a.getUTCFullYear(),this.offset+1),this.buffer.writeUInt8(a.getUTCMonth()+1,this.offset+3),this.buffer.writeUInt8(a.getUTCDate(),this.offset+4),this.buffer.writeUInt8(a.getUTCHours(),this.offset+5),this.buffer.writeUInt8(a.getUTCMinutes(),this.offset+6),this.buffer.writeUInt8(a.getUTCSeconds(),this.offset+7),this.buffer.writeUInt32LE(a.getUTCMilliseconds()*1e3,this.offset+8)}this.offset+=12}writeHeader(a){const l=this.offset;this.offset=0,this.writeInt24(this.buffer.length-4),this.writeInt8(a),this.offset=l}clone(){return new $(this.sequenceId,this.buffer,this.start,this.end)}type(){return this.isEOF()?"EOF":this.isError()?"Error":this.buffer[this.offset]===0?"maybeOK":""}static lengthCodedNumberLength(a){return a<251?1:a<65535?3:a<16777215?4:9}static lengthCodedStringLength(a,l){const s=f.encode(a,l).length;return $.lengthCodedNumberLength(s)+s}static MockBuffer(){if($._mockBuffer)return $._mockBuffer;const a=function(){},l=Buffer.alloc(0);for(const g in b.prototype)typeof l[g]=="function"&&(l[g]=a);return $._mockBuffer=l,l}};E.exports=M})}),require_packet_parser=__commonJS({"node_modules/mysql2/lib/packet_parser.js":(function(c,E){"use strict";var p=require_packet(),b=16777215;function u(i,r){const t=i[r],n=i[r+1],e=i[r+2];return n+e===0?t:t+(n<<8)+(e<<16)}var f=class H{constructor(r,t){typeof t>"u"&&(t=4),this.buffer=[],this.bufferLength=0,this.packetHeaderLength=t,this.headerLen=0,this.length=0,this.largePacketParts=[],this.firstPacketSequenceId=0,this.onPacket=r,this._reusablePacket=new p(0,Buffer.allocUnsafe(4),0,4),this.execute=H.prototype.executeStart,this._flushLargePacket=t===7?this._flushLargePacket7:this._flushLargePacket4}_flushLargePacket4(){const r=this.largePacketParts.length;this.largePacketParts.unshift(Buffer.from([0,0,0,0]));const t=Buffer.concat(this.largePacketParts),n=new p(this.firstPacketSequenceId,t,0,t.length);this.largePacketParts.length=0,n.numPackets=r,this.onPacket(n)}_flushLargePacket7(){const r=this.largePacketParts.length;this.largePacketParts.unshift(Buffer.from([0,0,0,0,0,0,0]));const t=Buffer.concat(this.largePacketParts);this.largePacketParts.length=0;const n=new p(this.firstPacketSequenceId,t,0,t.length);n.numPackets=r,this.onPacket(n)}executeStart(r){let t=0;const n=r.length;for(;n-t>=3;)if(this.length=u(r,t),n-t>=this.length+this.packetHeaderLength){const e=r[t+3];if(this.length<b&&this.largePacketParts.length===0){const h=this._reusablePacket;h.sequenceId=e,h.numPackets=1,h.buffer=r,h.start=t,h.offset=t+4,h.end=t+this.packetHeaderLength+this.length,this.onPacket(h)}else this.largePacketParts.length===0&&(this.firstPacketSequenceId=e),this.largePacketParts.push(r.slice(t+this.packetHeaderLength,t+this.packetHeaderLength+this.length)),this.length<b&&this._flushLargePacket();t+=this.packetHeaderLength+this.length}else{this.buffer=[r.slice(t+3,n)],this.bufferLength=n-t-3,this.execute=H.prototype.executePayload;return}n-t>0&&(this.headerLen=n-t,this.length=r[t],this.headerLen===2?(this.length=r[t]+(r[t+1]<<8),this.execute=H.prototype.executeHeader3):this.execute=H.prototype.executeHeader2)}executePayload(r){let t=0;const n=r.length,e=this.length-this.bufferLength+this.packetHeaderLength-3;if(n-t>=e){const h=Buffer.allocUnsafe(this.length+this.packetHeaderLength);let m=3;for(let o=0;o<this.buffer.length;++o)this.buffer[o].copy(h,m),m+=this.buffer[o].length;r.copy(h,m,t,t+e);const _=h[3];if(this.length<b&&this.largePacketParts.length===0){const o=this._reusablePacket;o.sequenceId=_,o.numPackets=1,o.buffer=h,o.start=0,o.offset=4,o.end=this.length+this.packetHeaderLength,this.onPacket(o)}else this.largePacketParts.length===0&&(this.firstPacketSequenceId=_),this.largePacketParts.push(h.slice(this.packetHeaderLength,this.packetHeaderLength+this.length)),this.length<b&&this._flushLargePacket();if(this.buffer=[],this.bufferLength=0,this.execute=H.prototype.executeStart,t+=e,n-t>0)return this.execute(r.slice(t,n))}else this.buffer.push(r),this.bufferLength+=r.length;return null}executeHeader2(r){return this.length+=r[0]<<8,r.length>1?(this.length+=r[1]<<16,this.execute=H.prototype.executePayload,this.executePayload(r.slice(2))):(this.execute=H.prototype.executeHeader3,null)}executeHeader3(r){return this.length+=r[0]<<16,this.execute=H.prototype.executePayload,this.executePayload(r.slice(1))}};E.exports=f})}),require_auth_next_factor=__commonJS({"node_modules/mysql2/lib/packets/auth_next_factor.js":(function(c,E){"use strict";var p=require_packet(),b=class W{constructor(f){this.pluginName=f.pluginName,this.pluginData=f.pluginData}toPacket(f){const i=6+this.pluginName.length+this.pluginData.length,r=Buffer.allocUnsafe(i),t=new p(0,r,0,i);return t.offset=4,t.writeInt8(2),t.writeNullTerminatedString(this.pluginName,f),t.writeBuffer(this.pluginData),t}static fromPacket(f,i){f.readInt8();const r=f.readNullTerminatedString(i),t=f.readBuffer();return new W({pluginName:r,pluginData:t})}};E.exports=b})}),require_auth_switch_request=__commonJS({"node_modules/mysql2/lib/packets/auth_switch_request.js":(function(c,E){"use strict";var p=require_packet(),b=class Q{constructor(f){this.pluginName=f.pluginName,this.pluginData=f.pluginData}toPacket(){const f=6+this.pluginName.length+this.pluginData.length,i=Buffer.allocUnsafe(f),r=new p(0,i,0,f);return r.offset=4,r.writeInt8(254),r.writeNullTerminatedString(this.pluginName,"cesu8"),r.writeBuffer(this.pluginData),r}static fromPacket(f){f.readInt8();const i=f.readNullTerminatedString("cesu8"),r=f.readBuffer();return new Q({pluginName:i,pluginData:r})}};E.exports=b})}),require_auth_switch_request_more_data=__commonJS({"node_modules/mysql2/lib/packets/auth_switch_request_more_data.js":(function(c,E){"use strict";var p=require_packet(),b=class z{constructor(f){this.data=f}toPacket(){const f=5+this.data.length,i=Buffer.allocUnsafe(f),r=new p(0,i,0,f);return r.offset=4,r.writeInt8(1),r.writeBuffer(this.data),r}static fromPacket(f){f.readInt8();const i=f.readBuffer();return new z(i)}static verifyMarker(f){return f.peekByte()===1}};E.exports=b})}),require_auth_switch_response=__commonJS({"node_modules/mysql2/lib/packets/auth_switch_response.js":(function(c,E){"use strict";var p=require_packet(),b=class X{constructor(f){Buffer.isBuffer(f)||(f=Buffer.from(f)),this.data=f}toPacket(){const f=4+this.data.length,i=Buffer.allocUnsafe(f),r=new p(0,i,0,f);return r.offset=4,r.writeBuffer(this.data),r}static fromPacket(f){const i=f.readBuffer();return new X(i)}};E.exports=b})}),require_charset_encodings=__commonJS({"src/bundle/mysql2/charset-encodings.cjs":(function(c,E){var p="63";E.exports=new Proxy({},{get:(b,u)=>u===p?"binary":"utf8"})})}),require_field_flags=__commonJS({"node_modules/mysql2/lib/constants/field_flags.js":(function(c){"use strict";c.NOT_NULL=1,c.PRI_KEY=2,c.UNIQUE_KEY=4,c.MULTIPLE_KEY=8,c.BLOB=16,c.UNSIGNED=32,c.ZEROFILL=64,c.BINARY=128,c.ENUM=256,c.AUTO_INCREMENT=512,c.TIMESTAMP=1024,c.SET=2048,c.NO_DEFAULT_VALUE=4096,c.ON_UPDATE_NOW=8192,c.NUM=32768})}),require_column_definition=__commonJS({"node_modules/mysql2/lib/packets/column_definition.js":(function(c,E){"use strict";var p=require_packet(),b=require_string(),u=require_charset_encodings(),f=["catalog","schema","table","orgTable","name","orgName"],i=class{constructor(t,n,e){this._buf=t.buffer,this._clientEncoding=n,this._catalogLength=t.readLengthCodedNumber(),this._catalogStart=t.offset,t.offset+=this._catalogLength,this._schemaLength=t.readLengthCodedNumber(),this._schemaStart=t.offset,t.offset+=this._schemaLength,this._tableLength=t.readLengthCodedNumber(),this._tableStart=t.offset,t.offset+=this._tableLength,this._orgTableLength=t.readLengthCodedNumber(),this._orgTableStart=t.offset,t.offset+=this._orgTableLength;const h=t.readLengthCodedNumber(),m=t.offset;t.offset+=h,this._orgNameLength=t.readLengthCodedNumber(),this._orgNameStart=t.offset,t.offset+=this._orgNameLength,e&&this._parseMariadbExtendedMetadata(t),t.skip(1),this.characterSet=t.readInt16(),this.encoding=u[this.characterSet],this.name=b.decodeShort(this._buf,this.encoding==="binary"?this._clientEncoding:this.encoding,m,m+h),this.columnLength=t.readInt32(),this.columnType=t.readInt8(),this.type=this.columnType,this.flags=t.readInt16(),this.decimals=t.readInt8()}_parseMariadbExtendedMetadata(t){const n=t.readLengthCodedNumber()||0,e=Math.min(t.offset+n,t.end);for(;t.offset<e;){const h=t.readInt8(),m=t.readLengthCodedString("ascii");h===0?this.extendedTypeName=m:h===1&&(this.extendedFormat=m)}t.offset=e}inspect(){return{catalog:this.catalog,schema:this.schema,name:this.name,orgName:this.orgName,table:this.table,orgTable:this.orgTable,characterSet:this.characterSet,encoding:this.encoding,columnLength:this.columnLength,type:this.columnType,flags:this.flags,decimals:this.decimals}}[Symbol.for("nodejs.util.inspect.custom")](t,n,e){const h=require_types(),m=[];for(const I in h)m[h[I]]=I;const _=require_field_flags(),o=[],T=this.flags;for(const I in _)T&_[I]&&(I==="PRI_KEY"?o.push("PRIMARY KEY"):I==="NOT_NULL"?o.push("NOT NULL"):I==="BINARY"||I==="MULTIPLE_KEY"||I==="NO_DEFAULT_VALUE"||I==="BLOB"||I==="UNSIGNED"||I==="TIMESTAMP"||(I==="ON_UPDATE_NOW"?o.push("ON UPDATE CURRENT_TIMESTAMP"):o.push(I)));if(t>1)return e({...this.inspect(),typeName:m[this.columnType],flags:o});const v=this.flags&_.UNSIGNED;let S=m[this.columnType];return S==="BLOB"?this.columnLength===4294967295?S="LONGTEXT":this.columnLength===67108860?S="MEDIUMTEXT":this.columnLength===262140?S="TEXT":this.columnLength===1020?S="TINYTEXT":S=`BLOB(${this.columnLength})`:S==="VAR_STRING"?S=`VARCHAR(${Math.ceil(this.columnLength/4)})`:S==="TINY"?this.columnLength===3&&v||this.columnLength===4&&!v?S="TINYINT":S=`TINYINT(${this.columnLength})`:S==="LONGLONG"?this.columnLength===20?S="BIGINT":S=`BIGINT(${this.columnLength})`:S==="SHORT"?v&&this.columnLength===5||!v&&this.columnLength===6?S="SMALLINT":S=`SMALLINT(${this.columnLength})`:S==="LONG"?v&&this.columnLength===10||!v&&this.columnLength===11?S="INT":S=`INT(${this.columnLength})`:S==="INT24"?v&&this.columnLength===8||!v&&this.columnLength===9?S="MEDIUMINT":S=`MEDIUMINT(${this.columnLength})`:S==="DOUBLE"?this.columnLength===22&&this.decimals===31?S="DOUBLE":S=`DOUBLE(${this.columnLength},${this.decimals})`:S==="FLOAT"?this.columnLength===12&&this.decimals===31?S="FLOAT":S=`FLOAT(${this.columnLength},${this.decimals})`:S==="NEWDECIMAL"?this.columnLength===11&&this.decimals===0?S="DECIMAL":this.decimals===0?v?S=`DECIMAL(${this.columnLength})`:S=`DECIMAL(${this.columnLength-1})`:S=`DECIMAL(${this.columnLength-2},${this.decimals})`:S=`${m[this.columnType]}(${this.columnLength})`,v&&(S+=" UNSIGNED"),`\`${this.name}\` ${[S,...o].join(" ")}`}static toPacket(t,n){let e=17;f.forEach(o=>{e+=p.lengthCodedStringLength(t[o],u[t.characterSet])});const h=Buffer.allocUnsafe(e),m=new p(n,h,0,e);function _(o){m.writeLengthCodedString(t[o],u[t.characterSet])}return m.offset=4,f.forEach(_),m.writeInt8(12),m.writeInt16(t.characterSet),m.writeInt32(t.columnLength),m.writeInt8(t.columnType),m.writeInt16(t.flags),m.writeInt8(t.decimals),m.writeInt16(0),m}get db(){return this.schema}},r=function(t){const n=`_${t}Value`,e=`_${t}Start`,h=`_${t}Length`;i.prototype[n]=void 0,Object.defineProperty(i.prototype,t,{get:function(){const m=this[n];if(m!==void 0)return m;const _=this[e],o=_+this[h],T=b.decode(this._buf,this.encoding==="binary"?this._clientEncoding:this.encoding,_,o);return this[n]=T,T}})};r("catalog"),r("schema"),r("table"),r("orgTable"),r("orgName"),i.prototype.extendedTypeName=void 0,i.prototype.extendedFormat=void 0,E.exports=i})}),require_client=__commonJS({"node_modules/mysql2/lib/constants/client.js":(function(c){"use strict";c.LONG_PASSWORD=1,c.FOUND_ROWS=2,c.LONG_FLAG=4,c.CONNECT_WITH_DB=8,c.NO_SCHEMA=16,c.COMPRESS=32,c.ODBC=64,c.LOCAL_FILES=128,c.IGNORE_SPACE=256,c.PROTOCOL_41=512,c.INTERACTIVE=1024,c.SSL=2048,c.IGNORE_SIGPIPE=4096,c.TRANSACTIONS=8192,c.RESERVED=16384,c.SECURE_CONNECTION=32768,c.MULTI_STATEMENTS=65536,c.MULTI_RESULTS=131072,c.PS_MULTI_RESULTS=262144,c.PLUGIN_AUTH=524288,c.CONNECT_ATTRS=1048576,c.PLUGIN_AUTH_LENENC_CLIENT_DATA=2097152,c.CAN_HANDLE_EXPIRED_PASSWORDS=4194304,c.SESSION_TRACK=8388608,c.CLIENT_QUERY_ATTRIBUTES=134217728,c.SSL_VERIFY_SERVER_CERT=1073741824,c.REMEMBER_OPTIONS=2147483648,c.MULTI_FACTOR_AUTHENTICATION=268435456})}),require_handshake=__commonJS({"node_modules/mysql2/lib/packets/handshake.js":(function(c,E){"use strict";var p=require_packet(),b=require_client(),u=class J{constructor(i){this.protocolVersion=i.protocolVersion,this.serverVersion=i.serverVersion,this.capabilityFlags=i.capabilityFlags,this.connectionId=i.connectionId,this.authPluginData1=i.authPluginData1,this.authPluginData2=i.authPluginData2,this.characterSet=i.characterSet,this.statusFlags=i.statusFlags,this.authPluginName=i.authPluginName,this.mariadbExtendedCapabilityFlags=i.mariadbExtendedCapabilityFlags}setScrambleData(i){require("crypto").randomBytes(20,(r,t)=>{if(r){i(r);return}this.authPluginData1=t.slice(0,8),this.authPluginData2=t.slice(8,20),i()})}toPacket(i){const r=68+Buffer.byteLength(this.serverVersion,"utf8"),t=Buffer.alloc(r+4,0),n=new p(i,t,0,r+4);n.offset=4,n.writeInt8(this.protocolVersion),n.writeString(this.serverVersion,"cesu8"),n.writeInt8(0),n.writeInt32(this.connectionId),n.writeBuffer(this.authPluginData1),n.writeInt8(0);const e=Buffer.allocUnsafe(4);return e.writeUInt32LE(this.capabilityFlags,0),n.writeBuffer(e.slice(0,2)),n.writeInt8(this.characterSet),n.writeInt16(this.statusFlags),n.writeBuffer(e.slice(2,4)),n.writeInt8(21),n.skip(10),n.writeBuffer(this.authPluginData2),n.writeInt8(0),n.writeString("mysql_native_password","latin1"),n.writeInt8(0),n}static fromPacket(i){const r={};r.protocolVersion=i.readInt8(),r.serverVersion=i.readNullTerminatedString("cesu8"),r.connectionId=i.readInt32(),r.authPluginData1=i.readBuffer(8),i.skip(1);const t=Buffer.allocUnsafe(4);if(t[0]=i.readInt8(),t[1]=i.readInt8(),i.haveMoreData()?(r.characterSet=i.readInt8(),r.statusFlags=i.readInt16(),t[2]=i.readInt8(),t[3]=i.readInt8(),r.capabilityFlags=t.readUInt32LE(0),r.capabilityFlags&b.PLUGIN_AUTH?r.authPluginDataLength=i.readInt8():(r.authPluginDataLength=0,i.skip(1)),i.skip(6),r.capabilityFlags&b.LONG_PASSWORD?(i.skip(4),r.mariadbExtendedCapabilityFlags=0):r.mariadbExtendedCapabilityFlags=i.readInt32()):(r.capabilityFlags=t.readUInt16LE(0),r.mariadbExtendedCapabilityFlags=0),r.capabilityFlags&b.SECURE_CONNECTION){const e=r.authPluginDataLength;if(e===0)r.authPluginDataLength=20,r.authPluginData2=i.readBuffer(12),i.skip(1);else{const h=Math.max(13,e-8);r.authPluginData2=i.readBuffer(h)}}return r.capabilityFlags&b.PLUGIN_AUTH&&(r.authPluginName=i.readNullTerminatedString("ascii")),new J(r)}};E.exports=u})}),require_auth_41=__commonJS({"node_modules/mysql2/lib/auth_41.js":(function(c){"use strict";var E=require("crypto");function p(i,r,t){const n=E.createHash("sha1");return n.update(i),r&&n.update(r),t&&n.update(t),n.digest()}function b(i,r){const t=Buffer.allocUnsafe(i.length);for(let n=0;n<i.length;n++)t[n]=i[n]^r[n];return t}c.xor=b;function u(i,r,t){if(!i)return Buffer.alloc(0);const n=p(i);return c.calculateTokenFromPasswordSha(n,r,t)}c.calculateTokenFromPasswordSha=function(i,r,t){const n=r.slice(0,8),e=t.slice(0,12),h=p(i),m=p(n,e,h);return b(m,i)},c.calculateToken=u,c.verifyToken=function(i,r,t,n){const e=b(t,p(i,r,n));return p(e).compare(n)===0},c.doubleSha1=function(i){return p(p(i))};function f(i,r){const t=Buffer.allocUnsafe(i.length),n=r.length;for(let e=0;e<i.length;e++)t[e]=i[e]^r[e%n];return t}c.xorRotating=f})}),require_handshake_response=__commonJS({"node_modules/mysql2/lib/packets/handshake_response.js":(function(c,E){"use strict";var p=require_client(),b=require_charset_encodings(),u=require_packet(),f=require_auth_41(),i=class{constructor(r){if(this.user=r.user||"",this.database=r.database||"",this.password=r.password||"",this.passwordSha1=r.passwordSha1,this.authPluginData1=r.authPluginData1,this.authPluginData2=r.authPluginData2,this.compress=r.compress,this.clientFlags=r.flags,this.mariadbExtendedClientFlags=r.mariadbExtendedClientFlags||0,r.authToken!==void 0&&r.authPluginName!==void 0){if(!Buffer.isBuffer(r.authToken))throw new TypeError("HandshakeResponse authToken must be a Buffer when provided");if(typeof r.authPluginName!="string")throw new TypeError("HandshakeResponse authPluginName must be a string when provided");this.authToken=r.authToken,this.authPluginName=r.authPluginName}else{let t;this.passwordSha1?t=f.calculateTokenFromPasswordSha(this.passwordSha1,this.authPluginData1,this.authPluginData2):t=f.calculateToken(this.password,this.authPluginData1,this.authPluginData2),this.authToken=t,this.authPluginName="mysql_native_password"}this.charsetNumber=r.charsetNumber,this.encoding=b[r.charsetNumber],this.connectAttributes=r.connectAttributes}serializeResponse(r){const t=m=>this.clientFlags&p[m],n=new u(0,r,0,r.length);n.offset=4,n.writeInt32(this.clientFlags),n.writeInt32(0),n.writeInt8(this.charsetNumber),n.skip(19),n.writeInt32(this.mariadbExtendedClientFlags);const e=this.encoding;n.writeNullTerminatedString(this.user,e);let h;if(t("PLUGIN_AUTH_LENENC_CLIENT_DATA")?(n.writeLengthCodedNumber(this.authToken.length),n.writeBuffer(this.authToken)):t("SECURE_CONNECTION")?(n.writeInt8(this.authToken.length),n.writeBuffer(this.authToken)):(n.writeBuffer(this.authToken),n.writeInt8(0)),t("CONNECT_WITH_DB")&&n.writeNullTerminatedString(this.database,e),t("PLUGIN_AUTH")&&n.writeNullTerminatedString(this.authPluginName||"mysql_native_password","latin1"),t("CONNECT_ATTRS")){const m=this.connectAttributes||{},_=Object.keys(m);let o=0;for(h=0;h<_.length;++h)o+=u.lengthCodedStringLength(_[h],e),o+=u.lengthCodedStringLength(m[_[h]],e);for(n.writeLengthCodedNumber(o),h=0;h<_.length;++h)n.writeLengthCodedString(_[h],e),n.writeLengthCodedString(m[_[h]],e)}return n}toPacket(){if(typeof this.user!="string")throw new Error('"user" connection config property must be a string');if(typeof this.database!="string")throw new Error('"database" connection config property must be a string');const r=this.serializeResponse(u.MockBuffer());return this.serializeResponse(Buffer.alloc(r.offset))}static fromPacket(r,t=4294967295){const n={};n.clientFlags=r.readInt32();function e(_){return n.clientFlags&t&p[_]}n.maxPacketSize=r.readInt32(),n.charsetNumber=r.readInt8();const h=b[n.charsetNumber];n.encoding=h,r.skip(23),n.user=r.readNullTerminatedString(h);let m;if(e("PLUGIN_AUTH_LENENC_CLIENT_DATA")?(m=r.readLengthCodedNumber(h),n.authToken=r.readBuffer(m)):e("SECURE_CONNECTION")?(m=r.readInt8(),n.authToken=r.readBuffer(m)):n.authToken=r.readNullTerminatedString(h),e("CONNECT_WITH_DB")&&(n.database=r.readNullTerminatedString(h)),e("PLUGIN_AUTH")&&(n.authPluginName=r.readNullTerminatedString(h)),e("CONNECT_ATTRS")){const _=r.readLengthCodedNumber(h),o=r.offset+_,T={};for(;r.offset<o;)T[r.readLengthCodedString(h)]=r.readLengthCodedString(h);n.connectAttributes=T}return n}};E.exports=i})}),require_commands=__commonJS({"node_modules/mysql2/lib/constants/commands.js":(function(c,E){"use strict";E.exports={SLEEP:0,QUIT:1,INIT_DB:2,QUERY:3,FIELD_LIST:4,CREATE_DB:5,DROP_DB:6,REFRESH:7,SHUTDOWN:8,STATISTICS:9,PROCESS_INFO:10,CONNECT:11,PROCESS_KILL:12,DEBUG:13,PING:14,TIME:15,DELAYED_INSERT:16,CHANGE_USER:17,BINLOG_DUMP:18,TABLE_DUMP:19,CONNECT_OUT:20,REGISTER_SLAVE:21,STMT_PREPARE:22,STMT_EXECUTE:23,STMT_SEND_LONG_DATA:24,STMT_CLOSE:25,STMT_RESET:26,SET_OPTION:27,STMT_FETCH:28,DAEMON:29,BINLOG_DUMP_GTID:30,RESET_CONNECTION:31,UNKNOWN:255}})}),require_query=__commonJS({"node_modules/mysql2/lib/packets/query.js":(function(c,E){"use strict";var p=require_packet(),b=require_commands(),u=require_string(),f=require_charset_encodings(),i=require_client(),{toParameter:r}=require_left_out(),{hasFastUtf8Write:t}=u;function n(h,m,_){h[4]=b.QUERY,m===7&&(h[5]=0,h[6]=1);const o=new p(0,h,0,_);return o.offset=_,o}var e=class{constructor(h,m,_,o){this.query=h,this.charsetNumber=m,this.encoding=f[m],this.attributes=_,this.clientFlags=o||0}toPacket(){const h=this.clientFlags&i.CLIENT_QUERY_ATTRIBUTES,m=h&&this.attributes?Object.keys(this.attributes).length:0;if(m===0){const C=h?7:5;if(t&&(this.encoding==="utf8"||this.encoding==="utf-8")){const k=C+Buffer.byteLength(this.query,"utf8"),a=Buffer.allocUnsafe(k);return a.utf8Write(this.query,C,k-C),n(a,C,k)}if(Buffer.isEncoding(this.encoding)){const k=C+Buffer.byteLength(this.query,this.encoding),a=Buffer.allocUnsafe(k);return a.write(this.query,C,this.encoding),n(a,C,k)}const O=u.encode(this.query,this.encoding),U=C+O.length,M=Buffer.allocUnsafe(U);return O.copy(M,C),n(M,C,U)}const _=Object.keys(this.attributes),o=new Array(m),T=new Array(m);let v=5+p.lengthCodedNumberLength(m)+1+(m+7>>3)+1+m*2;for(let C=0;C<m;C++){o[C]=r(this.attributes[_[C]],this.encoding,"local");const O=u.encode(_[C],this.encoding);T[C]=O,v+=p.lengthCodedNumberLength(O.length)+O.length,o[C].isNull||(v+=o[C].length)}const S=u.encode(this.query,this.encoding);v+=S.length;const I=new p(0,Buffer.allocUnsafe(v),0,v);I.offset=4,I.writeInt8(b.QUERY),I.writeLengthCodedNumber(m),I.writeLengthCodedNumber(1);let P=0,L=1;for(let C=0;C<m;C++)o[C].isNull&&(P|=L),L*=2,L===256&&(I.writeInt8(P),P=0,L=1);L!==1&&I.writeInt8(P),I.writeInt8(1);for(let C=0;C<m;C++)I.writeInt8(o[C].type),I.writeInt8(o[C].unsigned?128:0),I.writeLengthCodedBuffer(T[C]);for(let C=0;C<m;C++)o[C].isNull||o[C].writer.call(I,o[C].value,o[C].byteLength);if(I.writeBuffer(S),I.offset!==v)throw new Error(`Internal error: COM_QUERY serialized ${I.offset-4} bytes, expected ${v-4}`);return I}};E.exports=e})}),require_server_status=__commonJS({"node_modules/mysql2/lib/constants/server_status.js":(function(c){"use strict";c.SERVER_STATUS_IN_TRANS=1,c.SERVER_STATUS_AUTOCOMMIT=2,c.SERVER_MORE_RESULTS_EXISTS=8,c.SERVER_QUERY_NO_GOOD_INDEX_USED=16,c.SERVER_QUERY_NO_INDEX_USED=32,c.SERVER_STATUS_CURSOR_EXISTS=64,c.SERVER_STATUS_LAST_ROW_SENT=128,c.SERVER_STATUS_DB_DROPPED=256,c.SERVER_STATUS_NO_BACKSLASH_ESCAPES=512,c.SERVER_STATUS_METADATA_CHANGED=1024,c.SERVER_QUERY_WAS_SLOW=2048,c.SERVER_PS_OUT_PARAMS=4096,c.SERVER_STATUS_IN_TRANS_READONLY=8192,c.SERVER_SESSION_STATE_CHANGED=16384})}),require_encoding_charset=__commonJS({"node_modules/mysql2/lib/constants/encoding_charset.js":(function(c,E){"use strict";E.exports={big5:1,latin2:2,dec8:3,cp850:4,latin1:5,hp8:6,koi8r:7,swe7:10,ascii:11,eucjp:12,sjis:13,cp1251:14,hebrew:16,tis620:18,euckr:19,latin7:20,koi8u:22,gb2312:24,greek:25,cp1250:26,gbk:28,cp1257:29,latin5:30,armscii8:32,cesu8:33,ucs2:35,cp866:36,keybcs2:37,macintosh:38,macroman:39,cp852:40,utf8:45,utf8mb4:45,utf16:54,utf16le:56,cp1256:57,utf32:60,binary:63,geostd8:92,cp932:95,eucjpms:97,gb18030:248,utf8mb3:192}})}),require_session_track=__commonJS({"node_modules/mysql2/lib/constants/session_track.js":(function(c){"use strict";c.SYSTEM_VARIABLES=0,c.SCHEMA=1,c.STATE_CHANGE=2,c.STATE_GTIDS=3,c.TRANSACTION_CHARACTERISTICS=4,c.TRANSACTION_STATE=5,c.FIRST_KEY=c.SYSTEM_VARIABLES,c.LAST_KEY=c.TRANSACTION_STATE})}),require_resultset_header=__commonJS({"node_modules/mysql2/lib/packets/resultset_header.js":(function(c,E){"use strict";var p=require_packet(),b=require_client(),u=require_server_status(),f=require_encoding_charset(),i=require_session_track(),r=class{constructor(t,n){const e=n.config.bigNumberStrings,h=n.serverEncoding,m=n._handshakePacket.capabilityFlags,_=function(v){return m&b[v]};if(t.buffer[t.offset]!==0){this.fieldCount=t.readLengthCodedNumber(),this.fieldCount===null&&(this.infileName=t.readString(void 0,h));return}this.fieldCount=t.readInt8(),this.affectedRows=t.readLengthCodedNumber(e),this.insertId=t.readLengthCodedNumberSigned(e),this.info="",_("PROTOCOL_41")?(this.serverStatus=t.readInt16(),this.warningStatus=t.readInt16()):_("TRANSACTIONS")&&(this.serverStatus=t.readInt16());let o=null;if(_("SESSION_TRACK")&&t.offset<t.end){if(this.info=t.readLengthCodedString(h),this.serverStatus&u.SERVER_SESSION_STATE_CHANGED){let v=t.offset<t.end?t.readLengthCodedNumber():0;const S=t.offset+v;let I,P,L;for(v>0&&(o={systemVariables:{},schema:null,gtids:[],trackStateChange:null});t.offset<S;){if(I=t.readInt8(),v=t.readLengthCodedNumber(),L=t.offset+v,I===i.SYSTEM_VARIABLES){P=t.readLengthCodedString(h);const C=t.readLengthCodedString(h);if(o.systemVariables[P]=C,P==="character_set_client"){const O=f[C];typeof O<"u"&&(n.config.charsetNumber=O)}}else if(I===i.SCHEMA)P=t.readLengthCodedString(h),o.schema=P;else if(I===i.STATE_CHANGE)o.trackStateChange=t.readLengthCodedString(h);else if(I===i.STATE_GTIDS){const C=t.readLengthCodedString(h),O=t.readLengthCodedString(h);o.gtids=O.split(",")}t.offset=L}}}else this.info=t.readString(void 0,h);o&&(this.stateChanges=o);const T=this.info.match(/\schanged:\s*(\d+)/i);T!==null?this.changedRows=parseInt(T[1],10):this.changedRows=0}static toPacket(t,n){let e=4+p.lengthCodedNumberLength(t);typeof n<"u"&&(e+=p.lengthCodedNumberLength(n));const h=Buffer.allocUnsafe(e),m=new p(0,h,0,e);return m.offset=4,m.writeLengthCodedNumber(t),typeof n<"u"&&m.writeLengthCodedNumber(n),m}};E.exports=r})}),require_ssl_request=__commonJS({"node_modules/mysql2/lib/packets/ssl_request.js":(function(c,E){"use strict";var p=require_client(),b=require_packet(),u=class{constructor(f,i,r){this.clientFlags=f|p.SSL,this.charset=i,this.mariadbExtendedClientFlags=r||0}toPacket(){const i=Buffer.allocUnsafe(36),r=new b(0,i,0,36);return i.fill(0),r.offset=4,r.writeInt32(this.clientFlags),r.writeInt32(0),r.writeInt8(this.charset),r.skip(19),r.writeInt32(this.mariadbExtendedClientFlags),r}};E.exports=u})}),require_text_row=__commonJS({"node_modules/mysql2/lib/packets/text_row.js":(function(c,E){"use strict";var p=require_packet(),b=class Z{constructor(f){this.columns=f||[]}static fromPacket(f){const i=[];for(;f.haveMoreData();)i.push(f.readLengthCodedString());return new Z(i)}static toPacket(f,i){let t=0;f.forEach(h=>{if(h===null||typeof h>"u"){++t;return}t+=p.lengthCodedStringLength(h.toString(10),i)});const n=Buffer.allocUnsafe(t+4),e=new p(0,n,0,t+4);return e.offset=4,f.forEach(h=>{if(h===null){e.writeNull();return}if(typeof h>"u"){e.writeInt8(0);return}e.writeLengthCodedString(h.toString(10),i)}),e}};E.exports=b})}),require_packets=__commonJS({"node_modules/mysql2/lib/packets/index.js":(function(c,E){"use strict";var p=require("process"),b=require_auth_next_factor(),u=require_auth_switch_request(),f=require_auth_switch_request_more_data(),i=require_auth_switch_response(),r=require_left_out(),t=require_left_out(),n=require_left_out(),e=require_left_out(),h=require_column_definition(),m=require_left_out(),_=require_handshake(),o=require_handshake_response(),T=require_left_out(),v=require_left_out(),S=require_query(),I=require_left_out(),P=require_left_out(),L=require_resultset_header(),C=require_ssl_request(),O=require_text_row(),U={AuthNextFactor:b,AuthSwitchRequest:u,AuthSwitchRequestMoreData:f,AuthSwitchResponse:i,BinaryRow:r,BinlogDump:t,ChangeUser:n,CloseStatement:e,ColumnDefinition:h,Execute:m,Handshake:_,HandshakeResponse:o,PrepareStatement:T,PreparedStatementHeader:v,Query:S,RegisterSlave:I,ResetConnection:P,ResultSetHeader:L,SSLRequest:C,TextRow:O};Object.entries(U).forEach(([g,s])=>{if(E.exports[g]=s,p.env.NODE_DEBUG&&s.prototype.toPacket){const d=s.prototype.toPacket;s.prototype.toPacket=function(){const y=d.call(this);return y._name=g,y}}});var M=require_packet();c.Packet=M;var k=class{static toPacket(g,s){g=g||{};const d=g.affectedRows||0,y=g.insertId||0,w=g.serverStatus||0,N=g.warningCount||0,A=g.message||"";let R=9+M.lengthCodedNumberLength(d);R+=M.lengthCodedNumberLength(y);const q=Buffer.allocUnsafe(R),D=new M(0,q,0,R);return D.offset=4,D.writeInt8(0),D.writeLengthCodedNumber(d),D.writeLengthCodedNumber(y),D.writeInt16(w),D.writeInt16(N),D.writeString(A,s),D._name="OK",D}};c.OK=k;var a=class{static toPacket(g,s){typeof g>"u"&&(g=0),typeof s>"u"&&(s=0);const d=new M(0,Buffer.allocUnsafe(9),0,9);return d.offset=4,d.writeInt8(254),d.writeInt16(g),d.writeInt16(s),d._name="EOF",d}};c.EOF=a;var l=class ee{static toPacket(s,d){const y=13+Buffer.byteLength(s.message,"utf8"),w=new M(0,Buffer.allocUnsafe(y),0,y);return w.offset=4,w.writeInt8(255),w.writeInt16(s.code),w.writeString("#_____",d),w.writeString(s.message,d),w._name="Error",w}static fromPacket(s){s.readInt8();const d=s.readInt16();s.readString(1,"ascii"),s.readString(5,"ascii");const y=s.readNullTerminatedString("utf8"),w=new ee;return w.message=y,w.code=d,w}};c.Error=l})}),require_command=__commonJS({"node_modules/mysql2/lib/commands/command.js":(function(c,E){"use strict";var p=require("events").EventEmitter,b=require("timers"),u=class extends p{constructor(){super(),this.next=null}stateName(){const f=this.next;for(const i in this)if(this[i]===f&&i!=="next")return i;return"unknown name"}execute(f,i){if(this.next||(this.next=this.start,i._resetSequenceId()),f&&f.isError()){const r=f.asError(i.clientEncoding);return r.sql=this.sql||this.query,this.queryTimeout&&(b.clearTimeout(this.queryTimeout),this.queryTimeout=null),this.onResult?(this.onResult(r),this.emit("end")):(this.emit("error",r),this.emit("end")),!0}return this.next=this.next(f,i),this.next?!1:(this.emit("end"),!0)}};E.exports=u})}),require_mariadb_client=__commonJS({"node_modules/mysql2/lib/constants/mariadb_client.js":(function(c){"use strict";c.MARIADB_CLIENT_PROGRESS=1,c.MARIADB_CLIENT_COM_MULTI=2,c.MARIADB_CLIENT_STMT_BULK_OPERATIONS=4,c.MARIADB_CLIENT_EXTENDED_METADATA=8,c.MARIADB_CLIENT_CACHE_METADATA=16,c.MARIADB_CLIENT_BULK_UNIT_RESULTS=32})}),require_sha256_password=__commonJS({"node_modules/mysql2/lib/auth_plugins/sha256_password.js":(function(c,E){"use strict";var p="sha256_password",b=require("crypto"),{xorRotating:u}=require_auth_41(),f=require_tls(),i=Buffer.from([1]),r=0,t=1,n=-1;function e(h,m,_){const o=u(Buffer.from(`${h}\0`,"utf8"),m);return b.publicEncrypt({key:_,oaepHash:"sha1"},o)}E.exports=(h={})=>({connection:m})=>{let _=0,o=null;const T=m.config.password,v=S=>{const I=e(T,o,S);return _=n,I};return S=>{switch(_){case r:return m.stream instanceof f.TLSSocket&&m.stream.encrypted===!0?Buffer.from(`${T}\0`,"utf8"):(o=S.slice(0,20),h.serverPublicKey?v(h.serverPublicKey):(_=t,i));case t:return h.onServerPublicKey&&h.onServerPublicKey(S),v(S);case n:throw new Error(`Unexpected data in AuthMoreData packet received by ${p} plugin in STATE_FINAL state.`)}throw new Error(`Unexpected data in AuthMoreData packet received by ${p} plugin in state ${_}`)}}})}),require_caching_sha2_password=__commonJS({"node_modules/mysql2/lib/auth_plugins/caching_sha2_password.js":(function(c,E){"use strict";var p="caching_sha2_password",b=require("crypto"),{xor:u,xorRotating:f}=require_auth_41(),i=Buffer.from([2]),r=Buffer.from([3]),t=Buffer.from([4]),n=0,e=1,h=2,m=-1;function _(S){const I=b.createHash("sha256");return I.update(S),I.digest()}function o(S,I){if(!S)return Buffer.alloc(0);const P=_(Buffer.from(S)),L=_(P),C=_(Buffer.concat([L,I]));return u(P,C)}function T(S,I,P){const L=f(Buffer.from(`${S}\0`,"utf8"),I);return b.publicEncrypt({key:P,oaepHash:"sha1",padding:b.constants.RSA_PKCS1_OAEP_PADDING},L)}var v=(S={})=>({connection:I})=>{let P=0,L=null;const C=I.config.password,O=U=>{const M=T(C,L,U);return P=m,M};return U=>{switch(P){case n:return L=U.slice(0,20),P=e,o(C,L);case e:if(r.equals(U))return P=m,null;if(t.equals(U))return(typeof S.overrideIsSecure>"u"?I.config.ssl||I.config.socketPath:S.overrideIsSecure)?(P=m,Buffer.from(`${C}\0`,"utf8")):S.serverPublicKey?O(S.serverPublicKey):(P=h,i);throw new Error(`Invalid AuthMoreData packet received by ${p} plugin in STATE_TOKEN_SENT state.`);case h:return S.onServerPublicKey&&S.onServerPublicKey(U),O(U);case m:throw new Error(`Unexpected data in AuthMoreData packet received by ${p} plugin in STATE_FINAL state.`)}throw new Error(`Unexpected data in AuthMoreData packet received by ${p} plugin in state ${P}`)}};E.exports=v,E.exports.calculateToken=o})}),require_mysql_native_password=__commonJS({"node_modules/mysql2/lib/auth_plugins/mysql_native_password.js":(function(c,E){"use strict";var p=require_auth_41();E.exports=b=>({connection:u,command:f})=>{const i=f.password||b.password||u.config.password,r=f.passwordSha1||b.passwordSha1||u.config.passwordSha1;return t=>{const n=t.slice(0,8),e=t.slice(8,20);let h;return r?h=p.calculateTokenFromPasswordSha(r,n,e):h=p.calculateToken(i,n,e),h}}})}),require_mysql_clear_password=__commonJS({"node_modules/mysql2/lib/auth_plugins/mysql_clear_password.js":(function(c,E){"use strict";function p(u){return Buffer.from(`${u}\0`)}var b=u=>function({connection:i,command:r}){const t=r.password||u.password||i.config.password;return function(){return p(t)}};E.exports=b})}),require_auth_switch=__commonJS({"node_modules/mysql2/lib/commands/auth_switch.js":(function(c,E){"use strict";var p=require_packets(),b=require_sha256_password(),u=require_caching_sha2_password(),f=require_mysql_native_password(),i=require_mysql_clear_password(),r=Object.assign(Object.create(null),{sha256_password:b({}),caching_sha2_password:u({}),mysql_native_password:f({}),mysql_clear_password:i({})});function t(_,o){const T=o.config.authPlugins;return T&&Object.prototype.hasOwnProperty.call(T,_)?T[_]:r[_]}function n(){console.warn("WARNING! authSwitchHandler api is deprecated, please use new authPlugins api")}function e(_,o){_.code="AUTH_SWITCH_PLUGIN_ERROR",_.fatal=!0,o.emit("error",_)}function h(_,o,T){const{pluginName:v,pluginData:S}=p.AuthSwitchRequest.fromPacket(_);if(o.config.authSwitchHandler&&v!=="mysql_native_password"){const P=o.config.authSwitchHandler;n(),P({pluginName:v,pluginData:S},(L,C)=>{if(L)return e(L,T);o.writePacket(new p.AuthSwitchResponse(C).toPacket())});return}if(v==="mysql_clear_password"&&!(o.config.authPlugins&&Object.prototype.hasOwnProperty.call(o.config.authPlugins,"mysql_clear_password"))&&!o.config.enableCleartextPlugin){const L=new Error("Server requested authentication using mysql_clear_password, which sends the password in plaintext over the network and is disabled by default. To enable it, set the `enableCleartextPlugin` option to `true` in your connection configuration, or provide a custom `mysql_clear_password` auth plugin via the `authPlugins` option. Only use this over a secure connection (TLS/SSL).");throw L.code="MYSQL_CLEAR_PASSWORD_NOT_ENABLED",L.fatal=!0,L}const I=t(v,o);if(!I)throw new Error(`Server requests authentication using unknown plugin ${v}. See TODO: add plugins doco here on how to configure or author authentication plugins.`);o._authPlugin=I({connection:o,command:T}),Promise.resolve(o._authPlugin(S)).then(P=>{P&&o.writePacket(new p.AuthSwitchResponse(P).toPacket())}).catch(P=>{e(P,T)})}function m(_,o,T){const{data:v}=p.AuthSwitchRequestMoreData.fromPacket(_);if(o.config.authSwitchHandler){const S=o.config.authSwitchHandler;n(),S({pluginData:v},(I,P)=>{if(I)return e(I,T);o.writePacket(new p.AuthSwitchResponse(P).toPacket())});return}if(!o._authPlugin)throw new Error("AuthPluginMoreData received but no auth plugin instance found");Promise.resolve(o._authPlugin(v)).then(S=>{S&&o.writePacket(new p.AuthSwitchResponse(S).toPacket())}).catch(S=>{e(S,T)})}E.exports={authSwitchRequest:h,authSwitchRequestMoreData:m,getAuthPlugin:t,standardAuthPlugins:r}})}),require_client_handshake=__commonJS({"node_modules/mysql2/lib/commands/client_handshake.js":(function(c,E){"use strict";var p=require_command(),b=require_packets(),u=require_client(),f=require_mariadb_client(),i=require_charset_encodings(),r=require_auth_41(),{getAuthPlugin:t}=require_auth_switch(),{calculateToken:n}=require_caching_sha2_password();function e(m){const _=[];for(const o in u)m&u[o]&&_.push(o.replace(/_/g," ").toLowerCase());return _}var h=class V extends p{constructor(_){super(),this.handshake=null,this.clientFlags=_,this.mariadbExtendedClientFlags=0,this.authenticationFactor=0}start(){return V.prototype.handshakeInit}sendSSLRequest(_){const o=new b.SSLRequest(this.clientFlags,_.config.charsetNumber,this.mariadbExtendedClientFlags);_.writePacket(o.toPacket())}sendCredentials(_){_.config.debug&&console.log("Sending handshake packet: flags:%d=(%s)",this.clientFlags,e(this.clientFlags).join(", ")),this.user=_.config.user,this.password=_.config.password,this.password1=_.config.password,this.password2=_.config.password2,this.password3=_.config.password3,this.passwordSha1=_.config.passwordSha1,this.database=_.config.database,this.authPluginName=this.handshake.authPluginName;const o=this.handshake.authPluginName,T=_.config.ssl||_.config.socketPath,v=this.handshake.authPluginData1&&this.handshake.authPluginData2?Buffer.concat([this.handshake.authPluginData1,this.handshake.authPluginData2]).slice(0,20):Buffer.alloc(20),S=_.config.authPlugins&&Object.prototype.hasOwnProperty.call(_.config.authPlugins,o),I=typeof _.config.authSwitchHandler=="function",L=!S&&!I&&this.canUseAuthMethodDirectly(o,T)&&(o!=="mysql_clear_password"||_.config.enableCleartextPlugin)?o:"mysql_native_password",C=this.calculateAuthToken(L,this.password,v);_.config.debug&&console.log("Server auth method: %s, Using auth method: %s",o,L);const O=new b.HandshakeResponse({flags:this.clientFlags,mariadbExtendedClientFlags:this.mariadbExtendedClientFlags,user:this.user,database:this.database,password:this.password,passwordSha1:this.passwordSha1,charsetNumber:_.config.charsetNumber,authPluginData1:this.handshake.authPluginData1,authPluginData2:this.handshake.authPluginData2,compress:_.config.compress,connectAttributes:_.config.connectAttributes,authToken:C,authPluginName:L});_.writePacket(O.toPacket()),L!=="mysql_native_password"&&this.initializeAuthPlugin(L,v,_)}calculateNativePasswordAuthToken(_){const o=_.slice(0,8),T=_.slice(8,20);let v;return this.passwordSha1?v=r.calculateTokenFromPasswordSha(this.passwordSha1,o,T):v=r.calculateToken(this.password,o,T),v}calculateSha256Token(_,o){return n(_,o)}calculateAuthToken(_,o,T){switch(_){case"mysql_native_password":return this.calculateNativePasswordAuthToken(T);case"caching_sha2_password":return this.calculateSha256Token(o,T);case"sha256_password":case"mysql_clear_password":return o?Buffer.from(`${o}\0`,"utf8"):Buffer.alloc(0);default:return this.calculateNativePasswordAuthToken(T)}}canUseAuthMethodDirectly(_,o){switch(_){case"mysql_native_password":case"caching_sha2_password":return!0;case"sha256_password":case"mysql_clear_password":return o;default:return!1}}initializeAuthPlugin(_,o,T){const v=t(_,T);if(!v)return;const S=v({connection:T,command:this});T._authPlugin=S;try{Promise.resolve(S(o)).catch(I=>{T.config.debug&&console.log("Auth plugin initialization:",I.message)})}catch(I){T.config.debug&&console.log("Auth plugin initialization error:",I.message)}}handshakeInit(_,o){this.on("error",S=>{o._fatalError=S,o._protocolError=S}),this.handshake=b.Handshake.fromPacket(_),o.config.debug&&console.log("Server hello packet: capability flags:%d=(%s)",this.handshake.capabilityFlags,e(this.handshake.capabilityFlags).join(", ")),o.serverCapabilityFlags=this.handshake.capabilityFlags,o.serverEncoding=i[this.handshake.characterSet],o.connectionId=this.handshake.connectionId,o._isMariaDB=/mariadb/i.test(this.handshake.serverVersion),this.handshake.mariadbExtendedCapabilityFlags&f.MARIADB_CLIENT_EXTENDED_METADATA&&(this.clientFlags&=~u.LONG_PASSWORD,this.mariadbExtendedClientFlags|=f.MARIADB_CLIENT_EXTENDED_METADATA),o._mariadbExtendedMetadata=!!(this.mariadbExtendedClientFlags&f.MARIADB_CLIENT_EXTENDED_METADATA);const T=this.handshake.capabilityFlags&u.SSL,v=this.handshake.capabilityFlags&u.MULTI_FACTOR_AUTHENTICATION;if(this.clientFlags=this.clientFlags|v,o.config.compress=o.config.compress&&this.handshake.capabilityFlags&u.COMPRESS,this.clientFlags=this.clientFlags|o.config.compress,o.config.ssl){if(!T){const S=new Error("Server does not support secure connection");return S.code="HANDSHAKE_NO_SSL_SUPPORT",S.fatal=!0,this.emit("error",S),!1}this.clientFlags|=u.SSL,this.sendSSLRequest(o),o.startTLS(S=>{if(S){S.code="HANDSHAKE_SSL_ERROR",S.fatal=!0,this.emit("error",S);return}this.sendCredentials(o)})}else this.sendCredentials(o);return v&&(this.authenticationFactor=1),V.prototype.handshakeResult}handshakeResult(_,o){const T=_.peekByte();if(T===254||T===1||T===2){const v=require_auth_switch();try{return T===1?v.authSwitchRequestMoreData(_,o,this):(this.authenticationFactor!==0&&(o.config.password=this[`password${this.authenticationFactor}`],this.authenticationFactor+=1),v.authSwitchRequest(_,o,this)),V.prototype.handshakeResult}catch(S){return S.code||(S.code="AUTH_SWITCH_PLUGIN_ERROR"),S.fatal=!0,this.onResult?this.onResult(S):this.emit("error",S),null}}if(T!==0){const v=new Error("Unexpected packet during handshake phase");return v.code="HANDSHAKE_UNKNOWN_ERROR",v.fatal=!0,this.onResult?this.onResult(v):this.emit("error",v),null}if(!o.authorized&&(o.authorized=!0,o.config.compress)){const v=require_left_out().enableCompression;v(o)}return this.onResult&&this.onResult(null),null}};E.exports=h})}),require_charsets=__commonJS({"src/bundle/mysql2/charsets.cjs":(function(c,E){E.exports={BINARY:63,UTF8MB4_UNICODE_CI:224}})}),require_static_text_parser=__commonJS({"node_modules/mysql2/lib/parsers/static_text_parser.js":(function(c,E){"use strict";var p=require_types(),b=require_charsets(),u=require_helpers(),f=require_local_date(),i=[];for(const e in p)i[p[e]]=e;function r({packet:e,field:h,type:m,charset:_,encoding:o,config:T,options:v}){const S=!!(v.supportBigNumbers||T.supportBigNumbers),I=!!(v.bigNumberStrings||T.bigNumberStrings),P=v.timezone||T.timezone,L=v.dateStrings||T.dateStrings;if(h.extendedFormat==="json")return T.jsonStrings?e.readLengthCodedString(o):e.parseJson(o,S);switch(m){case p.TINY:case p.SHORT:case p.LONG:case p.INT24:case p.YEAR:return e.parseLengthCodedIntNoBigCheck();case p.LONGLONG:return S&&I?e.parseLengthCodedIntString():e.parseLengthCodedInt(S);case p.FLOAT:case p.DOUBLE:return e.parseLengthCodedFloat();case p.NULL:case p.DECIMAL:case p.NEWDECIMAL:return T.decimalNumbers?e.parseLengthCodedFloat():e.readLengthCodedString("ascii");case p.DATE:return u.typeMatch(m,L,p)?e.readLengthCodedString("ascii"):e.parseDate(P);case p.DATETIME:case p.TIMESTAMP:return u.typeMatch(m,L,p)?e.readLengthCodedString("ascii"):e.parseDateTime(P);case p.TIME:return e.readLengthCodedString("ascii");case p.GEOMETRY:return e.parseGeometryValue();case p.VECTOR:return e.parseVector();case p.JSON:return T.jsonStrings?e.readLengthCodedString("utf8"):e.parseJson("utf8",S);default:return _===b.BINARY?e.readLengthCodedBuffer():e.readLengthCodedString(o)}}function t(e,h){return{type:i[e.columnType],extendedTypeName:e.extendedTypeName,extendedFormat:e.extendedFormat,length:e.columnLength,db:e.schema,table:e.table,name:e.name,string:function(m=e.encoding){return e.columnType===p.JSON&&m===e.encoding&&console.warn(`typeCast: JSON column "${e.name}" is interpreted as BINARY by default, recommended to manually set utf8 encoding: \`field.string("utf8")\``),h.readLengthCodedString(m)},buffer:function(){return h.readLengthCodedBuffer()},geometry:function(){return h.parseGeometryValue()}}}function n(e,h,m){return e.some(_=>f.usesLocalDate(_,h,m))&&f.checkTimezone(),{next(_,o,T){const v=T.rowsAsArray?[]:{};for(let S=0;S<o.length;S++){const I=o[S],P=T.typeCast?T.typeCast:m.typeCast,L=()=>r({packet:_,field:I,type:I.columnType,encoding:I.encoding,charset:I.characterSet,config:m,options:T});let C;if(T.typeCast===!1?C=_.readLengthCodedBuffer():typeof P=="function"?C=P(t(I,_),L):C=L(),T.rowsAsArray)v.push(C);else if(typeof T.nestTables=="string")v[`${u.fieldEscape(I.table,!1)}${T.nestTables}${u.fieldEscape(I.name,!1)}`]=C;else if(T.nestTables){const O=u.fieldEscape(I.table,!1);v[O]||(v[O]={}),v[O][u.fieldEscape(I.name,!1)]=C}else v[u.fieldEscape(I.name,!1)]=C}return v}}}E.exports=n})}),require_package=__commonJS({"node_modules/mysql2/package.json":(function(c,E){E.exports={version:"3.24.6"}})}),require_connection_config=__commonJS({"node_modules/mysql2/lib/connection_config.js":(function(c,E){"use strict";var{URL:p}=require("url"),b=require_client(),u=require_charsets(),{version:f}=require_package(),i=null,r={authPlugins:1,authSwitchHandler:1,bigNumberStrings:1,charset:1,charsetNumber:1,compress:1,connectAttributes:1,connectTimeout:1,database:1,dateStrings:1,debug:1,decimalNumbers:1,enableKeepAlive:1,flags:1,host:1,insecureAuth:1,infileStreamFactory:1,isServer:1,keepAliveInitialDelay:1,localAddress:1,maxPreparedStatements:1,multipleStatements:1,namedPlaceholders:1,nestTables:1,password:1,password1:1,password2:1,password3:1,passwordSha1:1,pool:1,port:1,queryFormat:1,rowsAsArray:1,socketPath:1,ssl:1,stream:1,stringifyObjects:1,supportBigNumbers:1,timezone:1,trace:1,typeCast:1,uri:1,user:1,disableEval:1,enableCleartextPlugin:1,connectionLimit:1,maxIdle:1,idleTimeout:1,Promise:1,queueLimit:1,resetOnRelease:1,waitForConnections:1,jsonStrings:1,gracefulEnd:1},t=class j{constructor(e){if(typeof e=="string")e=j.parseUrl(e);else if(e&&e.uri){const m=j.parseUrl(e.uri);for(const _ in m)Object.prototype.hasOwnProperty.call(m,_)&&(e[_]||(e[_]=m[_]))}for(const m in e)Object.prototype.hasOwnProperty.call(e,m)&&r[m]!==1&&console.error(`Ignoring invalid configuration option passed to Connection: ${m}. This is currently a warning, but in future versions of MySQL2, an error will be thrown if you pass an invalid configuration option to a Connection`);if(this.isServer=e.isServer,this.stream=e.stream,this.host=e.host||"localhost",this.port=(typeof e.port=="string"?parseInt(e.port,10):e.port)||3306,this.localAddress=e.localAddress,this.socketPath=e.socketPath,this.user=e.user||void 0,this.password=e.password||e.password1||void 0,this.password2=e.password2||void 0,this.password3=e.password3||void 0,this.passwordSha1=e.passwordSha1||void 0,this.database=e.database,this.connectTimeout=isNaN(e.connectTimeout)?10*1e3:e.connectTimeout,this.insecureAuth=e.insecureAuth||!1,this.infileStreamFactory=e.infileStreamFactory||void 0,this.supportBigNumbers=e.supportBigNumbers||!1,this.bigNumberStrings=e.bigNumberStrings||!1,this.decimalNumbers=e.decimalNumbers||!1,this.dateStrings=e.dateStrings||!1,this.debug=e.debug,this.trace=e.trace!==!1,this.stringifyObjects=e.stringifyObjects||!1,this.enableKeepAlive=e.enableKeepAlive!==!1,this.keepAliveInitialDelay=e.keepAliveInitialDelay,e.timezone&&!/^(?:local|Z|[ +-]\d\d:\d\d)$/.test(e.timezone)?(console.error(`Ignoring invalid timezone passed to Connection: ${e.timezone}. This is currently a warning, but in future versions of MySQL2, an error will be thrown if you pass an invalid configuration option to a Connection`),this.timezone="Z"):this.timezone=e.timezone||"local",this.queryFormat=e.queryFormat,this.pool=e.pool||void 0,this.ssl=typeof e.ssl=="string"?j.getSSLProfile(e.ssl):e.ssl||!1,this.multipleStatements=e.multipleStatements||!1,this.rowsAsArray=e.rowsAsArray||!1,this.namedPlaceholders=e.namedPlaceholders||!1,this.nestTables=e.nestTables===void 0?void 0:e.nestTables,this.typeCast=e.typeCast===void 0?!0:e.typeCast,this.disableEval=!!e.disableEval,this.enableCleartextPlugin=!!e.enableCleartextPlugin,this.timezone[0]===" "&&(this.timezone=`+${this.timezone.slice(1)}`),this.ssl){if(typeof this.ssl!="object")throw new TypeError(`SSL profile must be an object, instead it's a ${typeof this.ssl}`);this.ssl.rejectUnauthorized=this.ssl.rejectUnauthorized!==!1}this.maxPacketSize=0,this.charsetNumber=e.charset?j.getCharsetNumber(e.charset):e.charsetNumber||u.UTF8MB4_UNICODE_CI,this.compress=e.compress||!1,this.authPlugins=e.authPlugins,this.authSwitchHandler=e.authSwitchHandler,this.clientFlags=j.mergeFlags(j.getDefaultFlags(e),e.flags||"");const h={_client_name:"Node-MySQL-2",_client_version:f};this.connectAttributes={...h,...e.connectAttributes||{}},this.maxPreparedStatements=e.maxPreparedStatements||16e3,this.jsonStrings=e.jsonStrings||!1,this.gracefulEnd=e.gracefulEnd||!1}static queryOptions(e,h){if(!(e instanceof j))return Object.assign({},e,h);const m={isServer:e.isServer,stream:e.stream,host:e.host,port:e.port,localAddress:e.localAddress,socketPath:e.socketPath,user:e.user,password:e.password,password2:e.password2,password3:e.password3,passwordSha1:e.passwordSha1,database:e.database,connectTimeout:e.connectTimeout,insecureAuth:e.insecureAuth,infileStreamFactory:e.infileStreamFactory,supportBigNumbers:e.supportBigNumbers,bigNumberStrings:e.bigNumberStrings,decimalNumbers:e.decimalNumbers,dateStrings:e.dateStrings,debug:e.debug,trace:e.trace,stringifyObjects:e.stringifyObjects,enableKeepAlive:e.enableKeepAlive,keepAliveInitialDelay:e.keepAliveInitialDelay,timezone:e.timezone,queryFormat:e.queryFormat,pool:e.pool,ssl:e.ssl,multipleStatements:e.multipleStatements,rowsAsArray:e.rowsAsArray,namedPlaceholders:e.namedPlaceholders,nestTables:e.nestTables,typeCast:e.typeCast,disableEval:e.disableEval,enableCleartextPlugin:e.enableCleartextPlugin,maxPacketSize:e.maxPacketSize,charsetNumber:e.charsetNumber,compress:e.compress,authPlugins:e.authPlugins,authSwitchHandler:e.authSwitchHandler,clientFlags:e.clientFlags,connectAttributes:e.connectAttributes,maxPreparedStatements:e.maxPreparedStatements,jsonStrings:e.jsonStrings,gracefulEnd:e.gracefulEnd};return Object.assign(m,h)}static mergeFlags(e,h){let m=0,_;Array.isArray(h)||(h=String(h||"").toUpperCase().split(/\s*,+\s*/));for(_ in e)h.indexOf(`-${e[_]}`)>=0||(m|=b[e[_]]||0);for(_ in h)h[_][0]!=="-"&&(e.indexOf(h[_])>=0||(m|=b[h[_]]||0));return m}static getDefaultFlags(e){const h=["LONG_PASSWORD","FOUND_ROWS","LONG_FLAG","CONNECT_WITH_DB","ODBC","LOCAL_FILES","IGNORE_SPACE","PROTOCOL_41","IGNORE_SIGPIPE","TRANSACTIONS","RESERVED","SECURE_CONNECTION","MULTI_RESULTS","TRANSACTIONS","SESSION_TRACK","CONNECT_ATTRS","CLIENT_QUERY_ATTRIBUTES"];return e&&e.multipleStatements&&h.push("MULTI_STATEMENTS"),h.push("PLUGIN_AUTH"),h.push("PLUGIN_AUTH_LENENC_CLIENT_DATA"),h}static getCharsetNumber(e){const h=u[e.toUpperCase()];if(h===void 0)throw new TypeError(`Unknown charset '${e}'`);return h}static getSSLProfile(e){i||(i=require_left_out());const h=i[e];if(h===void 0)throw new TypeError(`Unknown SSL profile '${e}'`);return h}static parseUrl(e){const h=new p(e),{hostname:m}=h,_={host:decodeURIComponent(m.startsWith("[")?m.slice(1,-1):m),port:parseInt(h.port,10),database:decodeURIComponent(h.pathname.slice(1)),user:decodeURIComponent(h.username),password:decodeURIComponent(h.password)};for(const[o,T]of h.searchParams)if(!(o in _))try{_[o]=JSON.parse(T)}catch{_[o]=T}return _}};E.exports=t})}),require_query2=__commonJS({"node_modules/mysql2/lib/commands/query.js":(function(c,E){"use strict";var p=require("process"),b=require("timers"),u=require("stream").Readable,f=require_command(),i=require_packets(),r=require_left_out(),t=require_static_text_parser(),n=require_server_status(),e=require_connection_config(),h=()=>new i.Packet(0,Buffer.allocUnsafe(4),0,4),m=class G extends f{constructor(o,T){super(),this.sql=o.sql,this.values=o.values,this._queryOptions=o,this.namedPlaceholders=Object.prototype.hasOwnProperty.call(o,"namedPlaceholders")?o.namedPlaceholders:void 0,this.onResult=T,this.timeout=o.timeout,this.queryTimeout=null,this._fieldCount=0,this._rowParser=null,this._fields=[],this._rows=[],this._currentRows=null,this._currentFields=null,this._receivedFieldsCount=0,this._resultIndex=0,this._localStream=null,this._unpipeStream=function(){},this._streamFactory=o.infileStreamFactory,this._connection=null}then(){const o="You have tried to call .then(), .catch(), or invoked await on the result of query that is not a promise, which is a programming error. Try calling con.promise().query(), or require('mysql2/promise') instead of 'mysql2' for a promise-compatible version of the query interface. To learn how to use async/await or Promises check out documentation at https://sidorares.github.io/node-mysql2/docs#using-promise-wrapper, or the mysql2 documentation at https://sidorares.github.io/node-mysql2/docs/documentation/promise-wrapper";throw console.log(o),new Error(o)}start(o,T){T.config.debug&&console.log("        Sending query command: %s",this.sql),this._connection=T,this.options=e.queryOptions(T.config,this._queryOptions),this._setTimeout();const v=T.config.clientFlags&(T.serverCapabilityFlags||0),S=new i.Query(this.sql,T.config.charsetNumber,this._queryOptions.attributes,v);return T.writePacket(S.toPacket(1)),G.prototype.resultsetHeader}done(){if(this._unpipeStream(),this.timeout&&!this.queryTimeout)return null;if(this.queryTimeout&&(b.clearTimeout(this.queryTimeout),this.queryTimeout=null),this.onResult){let o,T;this._resultIndex===0?(o=this._rows[0],T=this._fields[0]):(o=this._rows,T=this._fields),T?p.nextTick(()=>{this.onResult(null,o,T)}):p.nextTick(()=>{this.onResult(null,o)})}return null}doneInsert(o){return this._localStreamError?(this.onResult?this.onResult(this._localStreamError,o):this.emit("error",this._localStreamError),null):(this._rows.push(o),this._fields.push(void 0),this.emit("fields",void 0),this.emit("result",o),o.serverStatus&n.SERVER_MORE_RESULTS_EXISTS?(this._resultIndex++,this.resultsetHeader):this.done())}resultsetHeader(o,T){const v=new i.ResultSetHeader(o,T);return this._fieldCount=v.fieldCount,T.config.debug&&console.log(`        Resultset header received, expecting ${v.fieldCount} column definition packets`),this._fieldCount===0?this.doneInsert(v):this._fieldCount===null?this._streamLocalInfile(T,v.infileName):(this._receivedFieldsCount=0,this._currentRows=[],this._currentFields=[],this._rows.push(this._currentRows),this._fields.push(this._currentFields),this.readField)}_streamLocalInfile(o,T){if(this._streamFactory)this._localStream=this._streamFactory(T);else return this._localStreamError=new Error(`As a result of LOCAL INFILE command server wants to read ${T} file, but as of v2.0 you must provide streamFactory option returning ReadStream.`),o.writePacket(h()),this.infileOk;const v=()=>{this._unpipeStream()},S=()=>{this._localStream.resume()},I=()=>{this._localStream.pause()},P=function(O){const U=Buffer.allocUnsafe(O.length+4);O.copy(U,4),o.writePacket(new i.Packet(0,U,0,U.length))},L=()=>{o.removeListener("error",v),o.writePacket(h())},C=O=>{this._localStreamError=O,o.removeListener("error",v),o.writePacket(h())};return this._unpipeStream=()=>{o.stream.removeListener("pause",I),o.stream.removeListener("drain",S),this._localStream.removeListener("data",P),this._localStream.removeListener("end",L),this._localStream.removeListener("error",C)},o.stream.on("pause",I),o.stream.on("drain",S),this._localStream.on("data",P),this._localStream.on("end",L),this._localStream.on("error",C),o.once("error",v),this.infileOk}readField(o,T){if(this._receivedFieldsCount++,this._fields[this._resultIndex].length!==this._fieldCount){const v=new i.ColumnDefinition(o,T.clientEncoding,T._mariadbExtendedMetadata);this._fields[this._resultIndex].push(v),T.config.debug&&(console.log("        Column definition:"),console.log(`          name: ${v.name}`),console.log(`          type: ${v.columnType}`),console.log(`         flags: ${v.flags}`))}if(this._receivedFieldsCount===this._fieldCount){const v=this._fields[this._resultIndex];return this.emit("fields",v),this.options.disableEval?this._rowParser=t(v,this.options,T.config):this._rowParser=new(r(v,this.options,T.config))(v),G.prototype.fieldsEOF}return G.prototype.readField}fieldsEOF(o,T){return o.isEOF()?this.row:T.protocolError("Expected EOF packet")}row(o,T){if(o.isEOF())return o.eofStatusFlags()&n.SERVER_MORE_RESULTS_EXISTS?(this._resultIndex++,G.prototype.resultsetHeader):this.done();let v;try{v=this._rowParser.next(o,this._currentFields,this.options)}catch(S){return this._localStreamError=S,this.doneInsert(null)}return this.onResult?this._currentRows.push(v):this.emit("result",v,this._resultIndex),G.prototype.row}infileOk(o,T){const v=new i.ResultSetHeader(o,T);return this.doneInsert(v)}stream(o){o=o||Object.create(null),o.objectMode=!0;const T=new u({...o,emitClose:!0,autoDestroy:!0,read:()=>{this._connection&&this._connection.resume()}});T.once("close",()=>{T.readableEnded||T.emit("end")});const v=(L,C)=>{T.destroyed||(T.push(L)||this._connection&&this._connection.pause(),T.emit("result",L,C))},S=L=>{T.destroyed||T.emit("fields",L)},I=()=>{T.destroyed||T.push(null)},P=L=>{T.destroy(L)};return T._destroy=(L,C)=>{this._connection&&this._connection.resume(),this.removeListener("result",v),this.removeListener("fields",S),this.removeListener("end",I),this.removeListener("error",P),C(L)},this.on("result",v),this.on("fields",S),this.on("end",I),this.on("error",P),T}_setTimeout(){if(this.timeout){const o=this._handleTimeoutError.bind(this);this.queryTimeout=b.setTimeout(o,this.timeout)}}_handleTimeoutError(){this.queryTimeout&&(b.clearTimeout(this.queryTimeout),this.queryTimeout=null);const o=new Error("Query inactivity timeout");o.errorno="PROTOCOL_SEQUENCE_TIMEOUT",o.code="PROTOCOL_SEQUENCE_TIMEOUT",o.syscall="query",this.onResult?this.onResult(o):this.emit("error",o)}};m.prototype.catch=m.prototype.then,E.exports=m})}),require_commands2=__commonJS({"node_modules/mysql2/lib/commands/index.js":(function(c,E){"use strict";var p=require_client_handshake(),b=require_left_out(),u=require_query2(),f=require_left_out(),i=require_left_out(),r=require_left_out(),t=require_left_out(),n=require_left_out(),e=require_left_out(),h=require_left_out(),m=require_left_out(),_=require_left_out();E.exports={ClientHandshake:p,ServerHandshake:b,Query:u,Prepare:f,CloseStatement:i,Execute:r,Ping:t,RegisterSlave:n,BinlogDump:e,ChangeUser:h,ResetConnection:m,Quit:_}})}),require_tls_session_cache=__commonJS({"node_modules/mysql2/lib/tls_session_cache.js":(function(c,E){"use strict";var{createLRU:p}=require_lru_min(),b=100,u=new WeakMap;function f(t){return{ca:t.ca,cert:t.cert,ciphers:t.ciphers,key:t.key,passphrase:t.passphrase,minVersion:t.minVersion,maxVersion:t.maxVersion}}function i(t,n){return t.ca===n.ca&&t.cert===n.cert&&t.ciphers===n.ciphers&&t.key===n.key&&t.passphrase===n.passphrase&&t.minVersion===n.minVersion&&t.maxVersion===n.maxVersion}var r=class{constructor(t,n,e,h,m){this.ssl=t,this.material=f(t),this.key=`${n}:${e}:${!!h}:${!!m}`}_sessions(){const t=u.get(this.ssl);if(t!==void 0&&i(t.material,this.material))return t.sessions}get(){const t=this._sessions();return t===void 0?void 0:t.get(this.key)}set(t){let n=this._sessions();if(n===void 0){if(!i(this.material,f(this.ssl)))return;n=p({max:b}),u.set(this.ssl,{material:this.material,sessions:n})}n.set(this.key,t)}delete(){const t=this._sessions();t!==void 0&&t.delete(this.key)}};E.exports=r})}),require_tracing=__commonJS({"src/bundle/mysql2/tracing.cjs":(function(c,E){E.exports={shouldTrace:()=>!1,traceCallback:(p,b,u,f,i,...r)=>b.apply(i,r),tracePromise:(p,b)=>b()}})}),require_connection=__commonJS({"node_modules/mysql2/lib/base/connection.js":(function(c,E){"use strict";var p=require("net"),b=require_tls(),u=require("timers"),f=require("events").EventEmitter,i=require("stream").Readable,r=require_ring_queue(),t=require_left_out(),{createLRU:n}=require_lru_min(),e=require_packet_parser(),h=require_packets(),m=require_commands2(),_=require_connection_config(),o=require_tls_session_cache(),T=require_charset_encodings(),{traceCallback:v,tracePromise:S,getServerContext:I,shouldTrace:P,queryChannel:L,executeChannel:C,connectChannel:O}=require_tracing(),U=0,M=null,k=new WeakMap;function a(g){const s=k.get(g);if(s!==void 0&&s.ca===g.ca&&s.cert===g.cert&&s.ciphers===g.ciphers&&s.key===g.key&&s.passphrase===g.passphrase&&s.minVersion===g.minVersion&&s.maxVersion===g.maxVersion)return s.secureContext;const d=b.createSecureContext({ca:g.ca,cert:g.cert,ciphers:g.ciphers,key:g.key,passphrase:g.passphrase,minVersion:g.minVersion,maxVersion:g.maxVersion});return k.set(g,{secureContext:d,ca:g.ca,cert:g.cert,ciphers:g.ciphers,key:g.key,passphrase:g.passphrase,minVersion:g.minVersion,maxVersion:g.maxVersion}),d}var l=class Y extends f{constructor(s){super(),this.config=s.config,s.config.stream?typeof s.config.stream=="function"?this.stream=s.config.stream(s):this.stream=s.config.stream:s.config.socketPath?this.stream=p.connect(s.config.socketPath):(this.stream=p.connect(s.config.port,s.config.host),this.config.enableKeepAlive&&this.stream.on("connect",()=>{this.stream.setKeepAlive(!0,this.config.keepAliveInitialDelay)}),this.stream.setNoDelay(!0)),this._internalId=U++,this._commands=new r,this._command=null,this._paused=!1,this._paused_packets=new r,this._statements=n({max:this.config.maxPreparedStatements,onEviction:function(y,w){w.close()}}),this.serverCapabilityFlags=0,this._isMariaDB=!1,this._mariadbExtendedMetadata=!1,this.authorized=!1,this.sequenceId=0,this.compressedSequenceId=0,this.threadId=null,this._handshakePacket=null,this._fatalError=null,this._protocolError=null,this._outOfOrderPackets=[],this.clientEncoding=T[this.config.charsetNumber],this.stream.on("error",this._handleNetworkError.bind(this)),this.packetParser=new e(y=>{this.handlePacket(y)}),this.stream.on("data",y=>{this.connectTimeout&&this.config.isServer&&(u.clearTimeout(this.connectTimeout),this.connectTimeout=null),this.packetParser.execute(y)}),this.stream.on("end",()=>{this.emit("end")}),this.stream.on("close",()=>{this._closing||(this._protocolError||(this._protocolError=new Error("Connection lost: The server closed the connection."),this._protocolError.fatal=!0,this._protocolError.code="PROTOCOL_CONNECTION_LOST"),this._notifyError(this._protocolError))});let d;if(!this.config.isServer&&(d=new m.ClientHandshake(this.config.clientFlags),d.on("end",()=>{this.connectTimeout&&(u.clearTimeout(this.connectTimeout),this.connectTimeout=null),!(!d.handshake||this._fatalError||this._protocolError)&&(this._handshakePacket=d.handshake,this.threadId=d.handshake.connectionId,this.emit("connect",d.handshake))}),d.on("error",y=>{this._closing=!0,this._notifyError(y)}),this.addCommand(d),P(O))){const y=this.config;S(O,()=>new Promise((w,N)=>{let A,R;A=q=>{this.removeListener("error",R),w(q)},R=q=>{this.removeListener("connect",A),N(q)},this.once("connect",A),this.once("error",R)}),()=>{const w=I(y);return{database:y.database||"",serverAddress:w.serverAddress,serverPort:w.serverPort,user:y.user||""}}).catch(()=>{})}if(this.serverEncoding="utf8",this.config.connectTimeout){const y=this._handleTimeoutError.bind(this);this.connectTimeout=u.setTimeout(y,this.config.connectTimeout)}}_addCommandClosedState(s){const d=new Error("Can't add new command when connection is in closed state");d.fatal=!0,s.onResult?s.onResult(d):this.emit("error",d)}_handleFatalError(s){s.fatal=!0,this.stream.removeAllListeners("data"),this.addCommand=this._addCommandClosedState,this.write=()=>{this.emit("error",new Error("Can't write in closed state"))},this._notifyError(s),this._fatalError=s}_handleNetworkError(s){this.connectTimeout&&(u.clearTimeout(this.connectTimeout),this.connectTimeout=null),!(s.code==="ECONNRESET"&&this._closing)&&this._handleFatalError(s)}_handleTimeoutError(){this.connectTimeout&&(u.clearTimeout(this.connectTimeout),this.connectTimeout=null),this.stream.destroy&&this.stream.destroy();const s=new Error("connect ETIMEDOUT");s.errorno="ETIMEDOUT",s.code="ETIMEDOUT",s.syscall="connect",this._handleNetworkError(s)}_notifyError(s){if(this.connectTimeout&&(u.clearTimeout(this.connectTimeout),this.connectTimeout=null),this._fatalError)return;let d,y=!this._command;for(this._command&&this._command.onResult?(this._command.onResult(s),this._command=null):this._command&&this._command.constructor===m.ClientHandshake&&this._commands.length>0||(y=!0);d=this._commands.shift();)d.onResult?d.onResult(s):y=!0;(y||this._pool)&&this.emit("error",s),s.fatal&&this.close()}write(s){this.stream.write(s,y=>{y&&this._handleNetworkError(y)})||this.stream.emit("pause")}_resetSequenceId(){this.sequenceId=0,this.compressedSequenceId=0}_bumpCompressedSequenceId(s){this.compressedSequenceId+=s,this.compressedSequenceId%=256}_bumpSequenceId(s){this.sequenceId+=s,this.sequenceId%=256}writePacket(s){const y=s.length();let w,N,A;if(y<16777215)s.writeHeader(this.sequenceId),this.config.debug&&(console.log(`${this._internalId} ${this.connectionId} <== ${this._command._commandName}#${this._command.stateName()}(${[this.sequenceId,s._name,s.length()].join(",")})`),console.log(`${this._internalId} ${this.connectionId} <== ${s.buffer.toString("hex")}`)),this._bumpSequenceId(1),this.write(s.buffer);else for(this.config.debug&&(console.log(`${this._internalId} ${this.connectionId} <== Writing large packet, raw content not written:`),console.log(`${this._internalId} ${this.connectionId} <== ${this._command._commandName}#${this._command.stateName()}(${[this.sequenceId,s._name,s.length()].join(",")})`)),N=4;N<4+y;N+=16777215)w=s.buffer.slice(N,N+16777215),w.length===16777215?A=Buffer.from([255,255,255,this.sequenceId]):A=Buffer.from([w.length&255,w.length>>8&255,w.length>>16&255,this.sequenceId]),this._bumpSequenceId(1),this.write(A),this.write(w)}startTLS(s){this.config.debug&&console.log("Upgrading connection to TLS");const d=a(this.config.ssl),y=this.config.ssl.rejectUnauthorized,w=this.config.ssl.verifyIdentity,N=p.isIP(this.config.host)?void 0:this.config.host,A=new o(this.config.ssl,this.config.host,this.config.port,y,w);let R=!1,q=!1,D=null;this.stream.removeAllListeners("data");const F=b.connect({rejectUnauthorized:y,requestCert:y,checkServerIdentity:w?b.checkServerIdentity:function(){},secureContext:d,session:A.get(),isServer:!1,socket:this.stream,servername:N},()=>{if(R=!0,y&&!F.isSessionReused()&&typeof N=="string"&&w){const B=F.getPeerCertificate(!0),x=b.checkServerIdentity(N,B);if(x){A.delete(),s(x);return}}q=!0,D!==null&&A.set(D),s()});F.on("session",B=>{q?A.set(B):D=B}),F.on("error",B=>{R?this._handleNetworkError(B):(A.delete(),s(B))}),F.on("data",B=>{this.packetParser.execute(B)}),this.stream=F}protocolError(s,d){if(this._closing)return;const y=new Error(s);y.fatal=!0,y.code=d||"PROTOCOL_ERROR",this.emit("error",y)}get state(){return this._fatalError||this._protocolError?"error":this._closing||this.stream&&this.stream.destroyed?"disconnected":this.authorized?"authenticated":this._handshakePacket?"connected":this.stream&&!this.stream.destroyed?"protocol_handshake":"disconnected"}get fatalError(){return this._fatalError}handlePacket(s){if(this._paused){this._paused_packets.push(s&&s.clone());return}if(this.config.debug&&s){console.log(` raw: ${s.buffer.slice(s.offset,s.offset+s.length()).toString("hex")}`),console.trace();const d=this._command?this._command._commandName:"(no command)",y=this._command?this._command.stateName():"(no command)";console.log(`${this._internalId} ${this.connectionId} ==> ${d}#${y}(${[s.sequenceId,s.type(),s.length()].join(",")})`)}if(!this._command){if(s.peekByte()===255){const y=h.Error.fromPacket(s);this.protocolError(y.message,y.code)}else this.protocolError("Unexpected packet while no commands in the queue","PROTOCOL_UNEXPECTED_PACKET");this.close();return}if(s){if(this.sequenceId!==s.sequenceId){const d=new Error(`Warning: got packets out of order. Expected ${this.sequenceId} but received ${s.sequenceId}`);d.expected=this.sequenceId,d.received=s.sequenceId,this.emit("warn",d),console.error(d.message)}this._bumpSequenceId(s.numPackets)}try{if(this._fatalError)return;this._command.execute(s,this)&&(this._command=this._commands.shift(),this._command&&(this.sequenceId=0,this.compressedSequenceId=0,this.handlePacket()))}catch(d){this._handleFatalError(d),this.stream.destroy()}}addCommand(s){if(this.config.debug){const d=s.constructor.name;console.log(`Add command: ${d}`),s._commandName=d}return this._command?this._commands.push(s):(this._command=s,this.handlePacket()),s}format(s,d,y){if(typeof this.config.queryFormat=="function")return this.config.queryFormat.call(this,s,d,this.config.timezone);const w={sql:s,values:d};return typeof y<"u"&&(w.namedPlaceholders=y),this._resolveNamedPlaceholders(w),t.format(w.sql,w.values,this.config.stringifyObjects,this.config.timezone)}escape(s){return t.escape(s,!1,this.config.timezone)}escapeId(s){return t.escapeId(s,!1)}raw(s){return t.raw(s)}_resolveNamedPlaceholders(s){let d;if(typeof s.namedPlaceholders>"u"&&(s.namedPlaceholders=this.config.namedPlaceholders),s.namedPlaceholders){if(Array.isArray(s.values))return;M===null&&(M=require_left_out()()),d=M(s.sql,s.values),s.sql=d[0],s.values=d[1]}}query(s,d,y){let w;s.constructor===m.Query?w=s:w=Y.createQuery(s,d,y,this.config),this._resolveNamedPlaceholders(w);const N=this.format(w.sql,w.values!==void 0?w.values:[],w.namedPlaceholders);return w.sql=N,w.onResult?v(L,A=>{w.onResult=A,this.addCommand(w)},0,()=>{const A=I(this.config);return{query:w.sql,values:w.values,database:this.config.database||"",serverAddress:A.serverAddress,serverPort:A.serverPort}},null,w.onResult):P(L)?S(L,()=>new Promise((A,R)=>{w.once("error",R),w.once("end",()=>A()),this.addCommand(w)}),()=>{const A=I(this.config);return{query:w.sql,values:w.values,database:this.config.database||"",serverAddress:A.serverAddress,serverPort:A.serverPort}}).catch(()=>{}):this.addCommand(w),w}pause(){this._paused=!0,this.stream.pause()}resume(){let s;for(this._paused=!1;s=this._paused_packets.shift();)if(this.handlePacket(s),this._paused)return;this.stream.resume()}prepare(s,d){return typeof s=="string"&&(s={sql:s}),this.addCommand(new m.Prepare(s,d))}unprepare(s){let d={};typeof s=="object"?d=s:d.sql=s;const y=Y.statementKey(d),w=this._statements.get(y);return w&&(this._statements.delete(y),w.close()),w}execute(s,d,y){let w={infileStreamFactory:this.config.infileStreamFactory};if(typeof s=="object"?(w={...w,...s,sql:s.sql,values:s.values},typeof d=="function"?y=d:w.values=w.values||d):typeof d=="function"?(y=d,w.sql=s,w.values=void 0):(w.sql=s,w.values=d),this._resolveNamedPlaceholders(w),w.values){if(!Array.isArray(w.values))throw new TypeError("Bind parameters must be array if namedPlaceholders parameter is not enabled");w.values.forEach(R=>{if(!Array.isArray(w.values))throw new TypeError("Bind parameters must be array if namedPlaceholders parameter is not enabled");if(R===void 0)throw new TypeError("Bind parameters must not contain undefined. To pass SQL NULL specify JS null");if(typeof R=="function")throw new TypeError("Bind parameters must not contain function(s). To pass the body of a function as a string call .toString() first")})}const N=new m.Execute(w,y),A=R=>{const q=new m.Prepare(w,(D,F)=>{if(D){N.start=function(){return null},R(D),N.emit("end");return}N.statement=F});this.addCommand(q),this.addCommand(N)};if(N.onResult){const R=N.onResult;v(C,q=>{N.onResult=q,A(q)},0,()=>{const q=I(this.config);return{query:w.sql,values:w.values,database:this.config.database||"",serverAddress:q.serverAddress,serverPort:q.serverPort}},null,R)}else P(C)?S(C,()=>new Promise((R,q)=>{A(D=>{N.emit("error",D)}),N.once("error",q),N.once("end",()=>R())}),()=>{const R=I(this.config);return{query:w.sql,values:w.values,database:this.config.database||"",serverAddress:R.serverAddress,serverPort:R.serverPort}}).catch(()=>{}):A(R=>{N.emit("error",R)});return N}changeUser(s,d){!d&&typeof s=="function"&&(d=s,s={});const y=s.charset?_.getCharsetNumber(s.charset):this.config.charsetNumber;return this.addCommand(new m.ChangeUser({user:s.user||this.config.user,password:s.password||s.password1||this.config.password||this.config.password1,password2:s.password2||this.config.password2,password3:s.password3||this.config.password3,passwordSha1:s.passwordSha1||this.config.passwordSha1,database:s.database||this.config.database,timeout:s.timeout,charsetNumber:y,currentConfig:this.config},w=>{w&&(w.fatal=!0),d&&d(w)}))}beginTransaction(s){return this.query("START TRANSACTION",s)}commit(s){return this.query("COMMIT",s)}rollback(s){return this.query("ROLLBACK",s)}ping(s){return this.addCommand(new m.Ping(s))}reset(s){return this.addCommand(new m.ResetConnection(s))}_registerSlave(s,d){return this.addCommand(new m.RegisterSlave(s,d))}_binlogDump(s,d){return this.addCommand(new m.BinlogDump(s,d))}destroy(){this.close()}close(){this.connectTimeout&&(u.clearTimeout(this.connectTimeout),this.connectTimeout=null),this._closing=!0,this.stream.end(),this.addCommand=this._addCommandClosedState}createBinlogStream(s){let d=1;const y=new i({objectMode:!0});return y._read=function(){return{data:d++}},this._registerSlave(s,()=>{const w=this._binlogDump(s);w.on("event",N=>{y.push(N)}),w.on("eof",()=>{y.push(null),s.flags&&s.flags&1&&this.close()})}),y}connect(s){if(!s)return;if(this._fatalError||this._protocolError)return s(this._fatalError||this._protocolError);if(this._handshakePacket)return s(null,this);let d,y;d=w=>{this.removeListener("connect",y),s(w)},y=w=>{this.removeListener("error",d),s(null,w)},this.once("error",d),this.once("connect",y)}writeColumns(s){this.writePacket(h.ResultSetHeader.toPacket(s.length)),s.forEach(d=>{this.writePacket(h.ColumnDefinition.toPacket(d,this.serverConfig.encoding))}),this.writeEof()}writeTextRow(s){this.writePacket(h.TextRow.toPacket(s,this.serverConfig.encoding))}writeBinaryRow(s){this.writePacket(h.BinaryRow.toPacket(s,this.serverConfig.encoding))}writeTextResult(s,d,y=!1){this.writeColumns(d),s.forEach(w=>{const N=new Array(d.length);d.forEach(A=>{N.push(w[A.name])}),y?this.writeBinaryRow(N):this.writeTextRow(N)}),this.writeEof()}writeEof(s,d){this.writePacket(h.EOF.toPacket(s,d))}writeOk(s){s||(s={affectedRows:0}),this.writePacket(h.OK.toPacket(s,this.serverConfig.encoding))}writeError(s){const d=this.serverConfig?this.serverConfig.encoding:"cesu8";this.writePacket(h.Error.toPacket(s,d))}serverHandshake(s){return this.serverConfig=s,this.serverConfig.encoding=T[this.serverConfig.characterSet],this.addCommand(new m.ServerHandshake(s))}[Symbol.dispose](){this._closing||this.end()}end(s){if(this.config.isServer){this._closing=!0;const y=new f;return setImmediate(()=>{this.stream.end(),y.emit("end")}),y}const d=this.addCommand(new m.Quit(s));return this.addCommand=this._addCommandClosedState,d}static createQuery(s,d,y,w){let N={rowsAsArray:w.rowsAsArray,infileStreamFactory:w.infileStreamFactory};return typeof s=="object"?(N={...N,...s,sql:s.sql,values:s.values},typeof d=="function"?y=d:d!==void 0&&(N.values=d)):typeof d=="function"?(y=d,N.sql=s,N.values=void 0):(N.sql=s,N.values=d),new m.Query(N,y)}static statementKey(s){return`${typeof s.nestTables}/${s.nestTables}/${s.rowsAsArray}${s.sql}`}};E.exports=l})}),require_connection2=__commonJS({"node_modules/mysql2/lib/connection.js":(function(c,E){"use strict";var p=require_connection(),b=class extends p{promise(u){const f=require_left_out();return new f(this,u)}};E.exports=b})}),require_create_connection=__commonJS({"node_modules/mysql2/lib/create_connection.js":(function(c,E){"use strict";var p=require_connection2(),b=require_connection_config();function u(f){return new p({config:new b(f)})}E.exports=u})}),mysql2_exports={};__export(mysql2_exports,{createConnection:()=>import_create_connection.default}),module.exports=__toCommonJS(mysql2_exports);var import_create_connection=__toESM(require_create_connection());});
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
    function isNumber2(x) {
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
        var value2 = !flags.strings[key2] && isNumber2(val) ? Number(val) : val;
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
            argv._.push(flags.strings._ || !isNumber2(arg) ? arg : Number(arg));
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
  refuseValuesOfSwitches(argv);
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
function refuseValuesOfSwitches(argv) {
  for (const [index, word] of argv.entries()) {
    const negated = /^--no-([^=]+)/.exec(word)?.[1];
    if (negated !== void 0) throw new UsageError(`there is no ${word}: leave --${negated} out instead`);
    const [, name = "", value] = /^--([^=]+)(=.*)?$/s.exec(word) ?? [];
    const next = argv[index + 1] ?? "";
    if (SWITCHES.includes(name) && (value !== void 0 || /^(true|false)$/.test(next))) {
      throw new UsageError(`--${name} takes no value: write --${name}, or leave it out`);
    }
  }
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
    COMMANDS = ["run", "acknowledge", "install", "uninstall", "help", "version"];
    UsageError = class extends Error {
    };
    TEXTS = ["config", "cluster", "assume-dead", "interval-ms", "log-file", "log-level"];
    SWITCHES = ["dry-run", "json", "execute", "help", "version"];
    OPTIONS = {
      run: ["config", "cluster", "dry-run", "assume-dead", "json", "log-file", "log-level"],
      acknowledge: ["config", "cluster"],
      install: ["config", "cluster", "interval-ms", "execute"],
      uninstall: ["config", "cluster", "execute"],
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
      /** Something is wrong and nothing is done about it. */
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
function maxLength(requirement, message$1) {
  return {
    kind: "validation",
    type: "max_length",
    reference: maxLength,
    async: false,
    expects: `<=${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && dataset.value.length > this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
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
var store$4, DEFAULT_CONFIG, store$3, store$2, store$1;
var init_dist = __esm({
  "node_modules/valibot/dist/index.mjs"() {
    DEFAULT_CONFIG = {
      lang: void 0,
      message: void 0,
      abortEarly: void 0,
      abortPipeEarly: void 0
    };
  }
});

// src/message-of.ts
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
var init_message_of = __esm({
  "src/message-of.ts"() {
    "use strict";
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
        password: pipe(
          string(),
          maxLength(32, "at most 32 characters, which is all that SOURCE_PASSWORD takes"),
          description("Its password.")
        )
      }),
      clusters: optional(
        pipe(
          array(clusterSchema),
          minLength(1, "at least one cluster"),
          description("Left out: every row of mysql_replication_hostgroups is a cluster, named by its comment.")
        )
      ),
      autoFailover: optional(
        pipe(
          boolean(),
          description(
            "false: no failover, no fencing, no primary made writable again; what would be done is said. A failover that has begun is finished, and this ProxySQL\u2019s rows still follow a primary that has changed."
          )
        ),
        true
      ),
      autoRejoin: optional(
        pipe(
          boolean(),
          description(
            "A former primary that comes back with nothing of its own follows the new one and serves reads again; false: it waits in quarantine for a person."
          )
        ),
        true
      ),
      allowDataLoss: optional(
        pipe(
          boolean(),
          description(
            "Whether a failover may go on without transactions that the primary is known to have had. Left out: yes where replication was asynchronous, no where it was semi-synchronous."
          )
        )
      ),
      quorum: optional(
        pipe(
          picklist(["majority", "any"]),
          description(
            "Of how many servers the lock is needed before anything is changed on them: several ProxySQL hosts need majority, one alone may take any."
          )
        ),
        "majority"
      ),
      recoveryPeriodBlockMs: optional(
        milliseconds(
          "After an automatic failover no second one begins for so long, unless it is acknowledged.",
          0,
          864e5
        ),
        3e5
      ),
      maxFailoversPerDay: optional(
        pipe(
          number(),
          integer("a whole number"),
          minValue(0, "0 to 1000"),
          maxValue(1e3, "0 to 1000"),
          description("Automatic failovers in any 24 hours that nobody has acknowledged; 0: no cap.")
        ),
        3
      ),
      backendConnectTimeoutMs: optional(
        milliseconds("For a connection to a MySQL server, login included.", 50, 6e4),
        750
      ),
      backendReadTimeoutMs: optional(milliseconds("For the answer to a statement that only reads.", 50, 6e4), 1e3),
      failoverTimeoutMs: optional(milliseconds("For a whole run; it ends itself then.", 5e3, 36e5), 9e4),
      applyTimeoutMs: optional(milliseconds("For the candidate to apply everything it received.", 100, 36e5), 6e4),
      reconnectTimeoutMs: optional(
        milliseconds("For a replica to connect anew to a primary that this host cannot reach.", 50, 1e4),
        300
      ),
      repointTimeoutMs: optional(milliseconds("For a replica to connect to the new primary.", 100, 6e5), 1e4),
      maxReplicationLagMs: optional(
        milliseconds(
          "A replica further behind than this is reported, and serves no reads while another can.",
          1e3,
          864e5
        ),
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
  const { issues = [], ...parsed } = safeParse(configSchema, json);
  const sound = soundPart(parsed.output, new Set(issues.map(nameOf)));
  const found = [...issues.map(describeIssue), ...findContradictions(sound), ...stepsAsLongAsTheRun(sound, json)];
  if (!parsed.success || found.length > 0) throw faults(file, found);
  return withFittingDefaults(parsed.output, json);
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
function nameOf({ path }) {
  return (path ?? []).reduce((name, { key }) => nameWithin(name, key), WHOLE_FILE);
}
function nameWithin(name, key) {
  if (typeof key === "number") return `${name}[${key}]`;
  return name === WHOLE_FILE ? String(key) : `${name}.${String(key)}`;
}
function describeIssue(issue) {
  const name = nameOf(issue);
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
function soundPart(value, faulty, name = WHOLE_FILE) {
  if (faulty.has(name)) return null;
  if (Array.isArray(value)) return value.map((item, index) => soundPart(item, faulty, nameWithin(name, index)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, soundPart(part, faulty, nameWithin(name, key))])
  );
}
function findContradictions(config) {
  const found = [];
  const users = /* @__PURE__ */ new Map();
  const names2 = /* @__PURE__ */ new Set();
  for (const [index, cluster] of (config?.clusters ?? []).entries()) {
    if (cluster == null) continue;
    const path = `clusters[${index}]`;
    const { name, writerHostgroup, readerHostgroup } = cluster;
    if (name != null) {
      if (names2.has(name)) found.push(`${path}.name: '${name}' is used twice`);
      names2.add(name);
    }
    const isByDefault = cluster.quarantineHostgroup === void 0 && writerHostgroup != null;
    const quarantine = isByDefault ? defaultQuarantineHostgroup(writerHostgroup) : cluster.quarantineHostgroup;
    const hostgroups = [
      ["writerHostgroup", writerHostgroup],
      ["readerHostgroup", readerHostgroup],
      ["quarantineHostgroup", quarantine]
    ];
    for (const [key, hostgroup2] of hostgroups) {
      if (hostgroup2 == null) continue;
      const user = users.get(hostgroup2);
      if (user !== void 0) found.push(`${path}.${key}: hostgroup ${hostgroup2} is already ${user}`);
      users.set(hostgroup2, `${path}.${key}`);
    }
  }
  const { sslMode, sslCa } = config?.mysql ?? {};
  if ((sslMode === "VERIFY_CA" || sslMode === "VERIFY_IDENTITY") && sslCa === void 0) {
    found.push(`mysql.sslCa: missing; sslMode ${sslMode} needs it`);
  }
  if (config?.logFile?.startsWith("/") === false) found.push("logFile: expected an absolute path");
  return found;
}
function isGiven(key, json) {
  return typeof json === "object" && json !== null && key in json;
}
function withFittingDefaults(config, json) {
  const { failoverTimeoutMs } = config;
  const tooLong = STEP_TIMEOUTS.filter((key) => !isGiven(key, json) && config[key] >= failoverTimeoutMs);
  return { ...config, ...Object.fromEntries(tooLong.map((key) => [key, Math.floor(failoverTimeoutMs / 2)])) };
}
function stepsAsLongAsTheRun(config, json) {
  const whole = config?.failoverTimeoutMs ?? Number.POSITIVE_INFINITY;
  return STEP_TIMEOUTS.flatMap((key) => {
    const step = config?.[key];
    if (step == null || step < whole || !isGiven(key, json)) return [];
    return [`${key}: expected less than failoverTimeoutMs (${whole}), found ${step}`];
  });
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
var import_node_fs, DEFAULT_CONFIG_FILE, ConfigError, WHOLE_FILE, STEP_TIMEOUTS;
var init_load = __esm({
  "src/config/load.ts"() {
    "use strict";
    import_node_fs = require("node:fs");
    init_dist();
    init_message_of();
    init_cluster();
    init_schema();
    DEFAULT_CONFIG_FILE = "/etc/proxysql-failover.json";
    ConfigError = class extends Error {
    };
    WHOLE_FILE = "the file";
    STEP_TIMEOUTS = ["applyTimeoutMs", "repointTimeoutMs", "reconnectTimeoutMs"];
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
  acknowledge  the last failovers hold up the next one no longer
  install      print the scheduler row for this host
  uninstall    print what takes it out again
  help         this text
  version      the version

Options:
  --config FILE             the config (default /etc/proxysql-failover.json)
  --cluster NAME            run, acknowledge, install, uninstall: this cluster only
  --dry-run                 run: print what would be done now, and do nothing
  --assume-dead primary     with --dry-run: what would be done if the primary died now
  --json                    with --dry-run: for machines
  --log-file FILE           run: log there instead of standard output
  --log-level LEVEL         run: debug, info, warn or error
  --interval-ms N           install: how often ProxySQL starts it (default: as before, or 1000)
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
      const interval = parseInterval(word);
      if (interval === "malformed") {
        if (!TAG.test(word)) throw new Error(`not a GTID set: '${word}' in '${part.trim()}' is no interval`);
        key = `${source}:${word}`;
        continue;
      }
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
  return joined([...intervals].sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
}
function joined(sorted) {
  const result = [];
  let last;
  for (const one of sorted) {
    if (last === void 0 || one[0] > last[1] + 1n) {
      last = one;
      result.push(last);
    } else if (one[1] > last[1]) {
      last = [last[0], one[1]];
      result[result.length - 1] = last;
    }
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
      result.set(key, known ? uniteIntervals(known, intervals) : intervals);
    }
  }
  return result;
}
function uniteIntervals(some2, others) {
  const sorted = [];
  let next = 0;
  for (const one of some2) {
    for (let other = others[next]; other !== void 0 && other[0] < one[0]; other = others[next]) {
      sorted.push(other);
      next += 1;
    }
    sorted.push(one);
  }
  return joined(sorted.concat(others.slice(next)));
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
  let next = 0;
  for (const [from, to] of intervals) {
    let start2 = from;
    for (let hole = holes[next]; hole !== void 0 && hole[0] <= to; hole = holes[next]) {
      const [holeFrom, holeTo] = hole;
      if (holeFrom > start2) result.push([start2, holeFrom - 1n]);
      if (holeTo >= start2) start2 = holeTo + 1n;
      if (holeTo > to) break;
      next += 1;
    }
    if (start2 <= to) result.push([start2, to]);
  }
  return result;
}
function contains(whole, part) {
  for (const [key, intervals] of part) {
    if (!containsIntervals(whole.get(key) ?? [], intervals)) return false;
  }
  return true;
}
function containsIntervals(whole, part) {
  let next = 0;
  for (const [from, to] of part) {
    let around = whole[next];
    while (around !== void 0 && around[1] < from) {
      next += 1;
      around = whole[next];
    }
    if (around === void 0 || around[0] > from || around[1] < to) return false;
  }
  return true;
}
function isEmpty(set) {
  return set.size === 0;
}
function ofServer(set, serverUuid) {
  return new Map([...set].filter(([key]) => uuidIn(key) === serverUuid));
}
function ofServers(set, serverUuids) {
  return new Map([...set].filter(([key]) => serverUuids.has(uuidIn(key))));
}
function ofOtherServers(set, serverUuid) {
  return new Map([...set].filter(([key]) => uuidIn(key) !== serverUuid));
}
function uuidIn(key) {
  return key.split(":")[0] ?? key;
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
function isDown(reason) {
  return reason === "refused" || reason === "reset";
}
function endpointName(endpoint2) {
  return endpoint2.host.includes(":") ? `[${endpoint2.host}]:${endpoint2.port}` : `${endpoint2.host}:${endpoint2.port}`;
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

// src/observe/finished-recoveries.ts
function recoveriesOfTheDay({ finished: finished2 }, at) {
  return finished2.filter(({ endedAt }) => at - endedAt < DAY_MS).map((recovery) => recovery.endedAt > at ? { ...recovery, endedAt: at } : recovery);
}
function withFinished(memory, recovery, at) {
  if (recovery.promoting === null || recovery.isPlannedChange) return memory;
  const added = {
    id: recovery.id,
    endedAt: at,
    oldPrimary: endpointName(recovery.failedPrimary.endpoints[0]),
    newPrimary: endpointName(recovery.promoting),
    acknowledgedAt: null
  };
  if (recovery.diagnosis === FOLLOWED && memory.finished.at(-1)?.newPrimary === added.newPrimary) return memory;
  const others = recoveriesOfTheDay(memory, at).filter(({ id }) => id !== recovery.id);
  return { ...memory, finished: [...others, added] };
}
function unacknowledged(recoveries) {
  return recoveries.filter(({ acknowledgedAt }) => acknowledgedAt === null);
}
function acknowledging(memory, at) {
  const finished2 = recoveriesOfTheDay(memory, at).map((recovery) => ({
    ...recovery,
    acknowledgedAt: recovery.acknowledgedAt ?? at
  }));
  return { ...memory, finished: finished2 };
}
var DAY_MS, FOLLOWED;
var init_finished_recoveries = __esm({
  "src/observe/finished-recoveries.ts"() {
    "use strict";
    init_session();
    DAY_MS = 864e5;
    FOLLOWED = "primaryMovedElsewhere";
  }
});

// src/diagnose/advice.ts
var KEEP_OUT, REBUILD_IT;
var init_advice = __esm({
  "src/diagnose/advice.ts"() {
    "use strict";
    KEEP_OUT = "let its row in mysql_servers be in the quarantine hostgroup with the status OFFLINE_SOFT, and LOAD MYSQL SERVERS TO RUNTIME";
    REBUILD_IT = "rebuild it from the primary (there SET GLOBAL super_read_only = OFF, read_only stays ON, then CLONE INSTANCE FROM)";
  }
});

// src/diagnose/condition.ts
function condition({ name, when, says, evidence, action, advice }) {
  return {
    name,
    diagnose: (situation) => {
      const found = when(situation);
      if (found === null || found === false) return null;
      return {
        name,
        says: says(situation, found),
        evidence: evidence(situation, found),
        action: action?.(found, situation) ?? NOTHING_IS_DONE,
        advice: advice ?? "",
        primary: situation.primary?.server ?? null
      };
    }
  };
}
function some(list) {
  return list.length === 0 ? null : list;
}
var NOTHING_IS_DONE;
var init_condition = __esm({
  "src/diagnose/condition.ts"() {
    "use strict";
    NOTHING_IS_DONE = { kind: "none" };
  }
});

// src/diagnose/counted.ts
function counted(count, thing) {
  return `${count} ${thing}${Number(count) === 1 ? "" : "s"}`;
}
var init_counted = __esm({
  "src/diagnose/counted.ts"() {
    "use strict";
  }
});

// src/diagnose/semi-sync-waits.ts
function waitsForReplicas({ primary }) {
  return primary?.server.answers === true && primary.server.facts.semiSync.waitingSessions > 0;
}
function waitsInVain({ primary, replicas }) {
  if (primary?.server.answers !== true) return false;
  const { sourceEnabled, sourceActive, waitForReplicaCount, waitingSessions } = primary.server.facts.semiSync;
  const isWaiting = sourceEnabled && sourceActive && waitingSessions > 0;
  return isWaiting && confirming(replicas).length < waitForReplicaCount;
}
function confirming(replicas) {
  return replicas.filter(
    ({ server, channel }) => channel.receiver === "connected" && server.facts.semiSync.replicaEnabled
  );
}
var init_semi_sync_waits = __esm({
  "src/diagnose/semi-sync-waits.ts"() {
    "use strict";
  }
});

// src/diagnose/topology.ts
function nameOf2(server) {
  return endpointName(server.endpoints[0]);
}
function uuidOf(server) {
  return (server.answers ? server.facts.serverUuid : server.serverUuid) || null;
}
function startedAt({ at }, { facts }) {
  return at - facts.uptimeSeconds * 1e3;
}
function knownServer(server) {
  return { ...server.endpoints[0], serverUuid: server.facts.serverUuid };
}
function isAt(server, endpoint2) {
  return server.endpoints.some((own) => sameEndpoint(own, endpoint2));
}
function rowsOfServer(rows, server) {
  return rows.filter((row) => isAt(server, { host: row.hostname, port: row.port }));
}
function isInQuarantine(observation, server) {
  const { quarantineHostgroup } = observation.cluster;
  const rows = rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server);
  return rows.length > 0 && rows.every((row) => row.hostgroup === quarantineHostgroup);
}
function isQuarantined(observation, server) {
  const isAside = setAsideReplica(observation, server) !== null && !hasPersonsOrder(observation, server);
  return isInQuarantine(observation, server) && !isAside;
}
function hasPersonsOrder({ memoryRows }, server) {
  return rowsOfServer(memoryRows, server).some((row) => row.status !== "ONLINE");
}
function setAsideReplica(observation, server) {
  return setAsideAs(observation, server).find((one) => one.why !== "formerPrimary") ?? null;
}
function setAsidePrimary(observation, server) {
  return setAsideAs(observation, server).find((one) => one.why === "formerPrimary") ?? null;
}
function isKeptOut(observation, server) {
  const isOrder = hasPersonsOrder(observation, server) || setAsideAs(observation, server).length === 0;
  return isInQuarantine(observation, server) && isOrder;
}
function isToldToStayOut(observation, server) {
  const { memory, memoryRows } = observation;
  const statusesIn = (rows) => rowsOfServer(rows, server).map(({ status }) => status);
  const before = ["ONLINE", ...statusesIn(memory?.recovery?.rowsBefore ?? [])];
  return isInQuarantine(observation, server) && statusesIn(memoryRows).some((status) => !before.includes(status));
}
function setAsideAs({ memory }, server) {
  return (memory?.setAside ?? []).filter((one) => isFailedPrimary(server, one));
}
function isKnownAs(server, known) {
  const uuid = uuidOf(server);
  return uuid === null ? isAt(server, known) : uuid === known.serverUuid;
}
function isFailedPrimary(server, failed) {
  const uuid = uuidOf(server);
  if (uuid !== null && failed.serverUuid !== null) return uuid === failed.serverUuid;
  return failed.endpoints.some((endpoint2) => isAt(server, endpoint2));
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
function connectedReplicasOf(observation, source) {
  return replicasOf(observation, source).filter(({ channel }) => channel.receiver === "connected");
}
function wasFartherThen(observation, { server, channel }) {
  const { serverUuid } = server.facts;
  const sourceUuid = sourceUuidOf(observation, channel);
  return (observation.memory?.farther ?? []).some(
    (one) => one.serverUuid === serverUuid && one.sourceUuid === sourceUuid
  );
}
function sourceUuidOf({ servers }, channel) {
  if (channel.sourceUuid !== "") return channel.sourceUuid;
  const source = servers.find((server) => follows(channel, server));
  return source === void 0 ? null : uuidOf(source);
}
function tellsOfPrimary(observation, source, replica) {
  const isPromoted = source.answers && source.facts.promotedSecondsAgo !== null;
  return isPromoted || !wasFartherThen(observation, replica);
}
function replicasOfFailed(observation, failed) {
  const direct = replicasOf(observation, failed);
  const recovery = observation.memory?.recovery ?? null;
  if (recovery === null) return direct;
  const fetching = fartherReplicas(observation, failed, direct).filter(({ server }) => wasChosen(recovery, server));
  return [...direct, ...fetching];
}
function wasChosen({ promoting, passedOver }, { facts }) {
  return facts.serverUuid === promoting?.serverUuid || passedOver.includes(facts.serverUuid);
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
    (server) => server.answers && server.facts.unsupported === null && !server.facts.readOnly && !isQuarantined(observation, server) && !isApart(observation, server)
  );
}
function isApart(observation, server) {
  if (!server.answers || server.facts.readOnly) return false;
  const { memory, memoryRows, runtimeRows, writersElsewhere: writersElsewhere2 } = observation;
  const isElsewhere = writersElsewhere2.some((endpoint2) => isAt(server, endpoint2));
  const hasPlace = rowsOfServer([...memoryRows, ...runtimeRows], server).length > 0;
  if (!followsAny(observation, server) && (hasPlace || !isElsewhere)) return false;
  if (isInWriterHostgroup(observation, server) || hasPlace && !isElsewhere) return false;
  if (memory === null) return true;
  const { primary, recovery, setAside, givenUp } = memory;
  const roles = [primary, recovery?.promoting ?? null].filter((one) => one !== null);
  const failed = [...setAside, ...recovery === null ? [] : [recovery.failedPrimary]];
  return !roles.some((one) => isKnownAs(server, one)) && !failed.some((one) => isFailedPrimary(server, one)) && !givenUp.includes(server.facts.serverUuid);
}
function hasRestarted({ memory }, { facts }) {
  const before = memory?.primaryStartedAt ?? null;
  return before !== null && facts.processStartedAt - before > SAME_PROCESS_MS;
}
function lastSeenAs({ lastSeen }, serverUuid) {
  return lastSeen?.serverUuid === serverUuid ? lastSeen : null;
}
function executedWhenSeen(observation, serverUuid) {
  const seen = lastSeenAs(observation, serverUuid);
  return seen === null ? null : parseGtidSet(seen.gtidExecuted);
}
function hasRestartedSinceLastSeen(observation, server) {
  const { lastSeen } = observation;
  return lastSeen !== null && startedAt(observation, server) > lastSeen.at;
}
function promotedInPlaceOf(observation, server, former) {
  const { hostUptime: hostUptime2, memory } = observation;
  if (server === former || !server.answers || server.facts.promotedSecondsAgo === null) return null;
  const { promotedSecondsAgo, serverUuid } = server.facts;
  if (isApart(observation, server)) return null;
  if (memory?.givenUp.includes(serverUuid)) return null;
  const formerAgo = former.answers ? former.facts.promotedSecondsAgo : null;
  if (formerAgo !== null && formerAgo < promotedSecondsAgo) return null;
  const seen = isFencedElsewhere(observation, former) ? 0 : lastSeenAs(observation, uuidOf(former))?.heldAtUptime ?? null;
  const aside = setAsidePrimary(observation, server)?.asideAtUptime ?? null;
  const known = [seen, aside].filter((one) => one !== null && one <= hostUptime2);
  if (known.length === 0) return null;
  return hostUptime2 - promotedSecondsAgo * 1e3 > Math.max(...known) ? promotedSecondsAgo : null;
}
function isFencedElsewhere(observation, former) {
  if (!former.answers || former !== knownPrimary(observation)) return false;
  const { readOnly, isReadOnlyByHand: isReadOnlyByHand2 } = former.facts;
  const isSameProcess = observation.memory?.primaryStartedAt != null && !hasRestarted(observation, former);
  return readOnly && !isReadOnlyByHand2 && isSameProcess;
}
function isWritableByAccident(observation, server) {
  const recovery = observation.memory?.recovery ?? null;
  if (recovery === null || server.facts.readOnly || isFailedPrimary(server, recovery.failedPrimary)) return false;
  const isChosen = recovery.promoting !== null && isKnownAs(server, recovery.promoting);
  return followsAny(observation, server) && (!isChosen || startedAt(observation, server) > recovery.startedAt);
}
function knownPrimary({ memory, servers }) {
  const known = memory?.primary ?? null;
  return known !== null && servers.find((server) => isKnownAs(server, known)) || null;
}
function recordedPrimary(observation) {
  const server = knownPrimary(observation);
  return server?.answers && !isQuarantined(observation, server) ? server : null;
}
function successorOf(observation) {
  const { memory, servers } = observation;
  const recorded = knownPrimary(observation);
  if (memory === null || recorded === null) return null;
  const had = recorded.answers ? recorded.facts.gtidExecuted : executedWhenSeen(observation, uuidOf(recorded));
  if (had === null) return null;
  const isInOffice = recorded.answers && !recorded.facts.readOnly && !hasRestarted(observation, recorded);
  const isSuccessor = (server) => {
    const uuid = uuidOf(server);
    if (server === recorded || uuid === null || followsAny(observation, server)) return false;
    if (isInOffice && (isQuarantined(observation, server) || server.answers && server.facts.readOnly)) return false;
    const others = memory.followers.filter((follower) => follower !== uuid);
    const left = replicasOf(observation, server).filter(({ server: { facts } }) => others.includes(facts.serverUuid));
    if (left.length * 2 <= others.length) return false;
    const since = subtract(unionOf(...left.map((replica) => receivedBy(replica.server))), had);
    return [...since.keys()].some((key) => uuidIn(key) === uuid);
  };
  return servers.find(isSuccessor) ?? null;
}
function isBehind(server, other) {
  return !contains(server.facts.gtidExecuted, other.facts.gtidExecuted);
}
function channelsWithin({ servers }, server) {
  return server.facts.channels.filter(
    (channel) => servers.some((other) => other !== server && follows(channel, other))
  );
}
function isReplicating(observation, server) {
  return channelsWithin(observation, server).some(({ receiver }) => receiver === "connected");
}
function followsAny(observation, server) {
  if (!server.answers) return false;
  const isTop = wasPrimary(observation, server);
  return channelsWithin(observation, server).some(
    (channel) => !isTop || !wasFartherThen(observation, { server, channel })
  );
}
function wasPrimary({ memory }, server) {
  const recovery = memory?.recovery ?? null;
  if (recovery !== null && isFailedPrimary(server, recovery.failedPrimary)) return true;
  return memory?.primary != null && isKnownAs(server, memory.primary);
}
function isInWriterHostgroup(observation, server) {
  const rows = [...observation.memoryRows, ...observation.runtimeRows];
  return rowsOfServer(rows, server).some((row) => row.hostgroup === observation.cluster.writerHostgroup);
}
var SAME_PROCESS_MS;
var init_topology = __esm({
  "src/diagnose/topology.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    SAME_PROCESS_MS = 1500;
  }
});

// src/diagnose/evidence.ts
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
function semiSyncEvidence({ primary, replicas }) {
  if (primary?.server.answers !== true) return [];
  const { waitForReplicaCount, waitingSessions } = primary.server.facts.semiSync;
  return [
    `${counted(waitingSessions, "commit")} on ${nameOf2(primary.server)} waiting (semi-sync): ${confirming(replicas).length} connected that confirm, ${waitForReplicaCount} needed`
  ];
}
function readOnlyEvidence(server) {
  return `${nameOf2(server)}: read_only is ${onOff(server)}`;
}
function onOff({ facts }) {
  return facts.readOnly ? "ON" : "OFF";
}
function primaryEvidence({ primary }) {
  if (primary === null) return [];
  const { server, because } = primary;
  const state = server.answers ? `MySQL ${server.facts.versionText}, read_only is ${onOff(server)}` : `does not answer (${server.reason}): ${server.message}`;
  return [`${nameOf2(server)} is the primary because ${because}`, `${nameOf2(server)} ${state}`];
}
function movedEvidence({ replicas }, { primary, former, proof }) {
  const state = former.answers ? former.facts.readOnly ? "read-only" : "read_only is OFF too" : `does not answer (${former.reason}): ${former.message}`;
  return [
    `${readOnlyEvidence(primary)}, it follows no server`,
    proofEvidence(proof),
    `${nameOf2(former)}, which this ProxySQL has as the primary: ${state}`,
    ...replicas.map(describeReplica)
  ];
}
function proofEvidence(proof) {
  return proof.kind === "followed" ? `${proof.agreeing} of ${proof.voters} servers are it or connected to it` : `this program has made it writable, on another host, ${Math.round(proof.secondsAgo)} s ago`;
}
function replicaEvidence({ replicas }) {
  return replicas.map(describeReplica);
}
function askedInVainEvidence({ askedInVain }) {
  return askedInVain.map(({ server, channel: { heardSecondsAgo } }) => {
    const heard = heardSecondsAgo === null ? "" : `; it last heard from the primary ${heardSecondsAgo} s ago`;
    return `${nameOf2(server)} could not be asked: see why STOP REPLICA IO_THREAD fails or hangs there${heard}`;
  });
}
function describeReturned({ server, state }) {
  const name = readOnlyEvidence(server);
  switch (state.kind) {
    case "toRejoin":
      return `${name}, it has nothing that the primary lacks`;
    case "follows":
      return `${name}, it follows the primary`;
    case "diverged":
      return `${name}, ${errantText(state.errant)}`;
    case "cannotFollow":
      return `${name}, ${state.because}`;
    case "leftToAPerson":
      return `${name}, it has nothing that the primary lacks and is left to a person`;
  }
}
function describeErrant({ server, errant }) {
  return `${nameOf2(server)}: ${errantText(errant)}`;
}
function errantText(errant) {
  return `${counted(countTransactions(errant), "transaction")} that the primary lacks: ${formatGtidSet(errant)}`;
}
function describeReplica({ server, channel }) {
  const lag = channel.lagSeconds === null ? "" : `, ${channel.lagSeconds} s behind`;
  const error = channel.receiverError === "" ? "" : ` (${channel.receiverError})`;
  return `replica ${nameOf2(server)}: receiver ${channel.receiver}${error}, applier ${channel.applier}${lag}`;
}
function silentEvidence({ silent }) {
  return silent.map((server) => `${nameOf2(server)} does not answer (${server.reason}): ${server.message}`);
}
function unsupportedEvidence({ unsupported }) {
  return unsupported.map((server) => `${nameOf2(server)}: ${server.facts.unsupported ?? ""}`);
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
  return [`${readOnlyEvidence(server)}, follows ${sources.join(", ") || "no server"}`];
}
function rivalEvidence({ server, followers }) {
  if (server.answers) return followingEvidence(server);
  const names2 = followers.map(({ server: follower }) => nameOf2(follower)).join(", ");
  const why = names2 === "" ? "it has become a writer here" : `followed by ${names2}`;
  return [`${nameOf2(server)} does not answer (${server.reason}), ${why}`];
}
function comparisonEvidence({ comparison: { onlyReplicas, onlyPrimary } }) {
  return [
    `only the replicas have ${formatGtidSet(onlyReplicas) || "nothing"}`,
    `only the primary has ${formatGtidSet(onlyPrimary) || "nothing"}`
  ];
}
function recoveryEvidence({ observation }) {
  const unfinished2 = observation.memory?.recovery ?? null;
  return unfinished2 === null ? "no failover is unfinished" : `failover ${unfinished2.id} began at ${new Date(unfinished2.startedAt).toISOString()} and is not finished`;
}
var init_evidence = __esm({
  "src/diagnose/evidence.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    init_counted();
    init_semi_sync_waits();
    init_topology();
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

// src/diagnose/replicating.ts
function whyNotReplicating(channel) {
  if (channel.receiver === "stopped") return `its receiver is stopped${suffix(channel.receiverError)}`;
  if (channel.receiver === "connecting")
    return `its receiver cannot connect to its source${suffix(channel.receiverError)}`;
  if (channel.applier === "stopped") return `its applier is stopped${suffix(channel.applierError)}`;
  return null;
}
function isRefusedBySource({ receiver, receiverErrno }) {
  return receiver === "stopped" && REFUSALS.includes(receiverErrno);
}
function suffix(error) {
  return error === "" ? "" : `: ${error}`;
}
function lagsMoreThan({ delaySeconds, lagSeconds }, maxMs) {
  return delaySeconds === 0 && lagSeconds !== null && lagSeconds * 1e3 > maxMs;
}
var REFUSALS;
var init_replicating = __esm({
  "src/diagnose/replicating.ts"() {
    "use strict";
    REFUSALS = [13114, 1236];
  }
});

// src/diagnose/former-primary.ts
function returnedPrimaries(observation, primary, { autoRejoin }) {
  const { memory } = observation;
  if (memory === null || memory.recovery !== null) return [];
  const returned = [];
  for (const remembered of memory.setAside) {
    if (remembered.why !== "formerPrimary") continue;
    const server = observation.servers.find((one) => isFailedPrimary(one, remembered));
    if (server === void 0 || !server.answers || server === primary) continue;
    if (promotedInPlaceOf(observation, server, primary) !== null) continue;
    if (!isInQuarantine(observation, server) && followsAny(observation, server)) continue;
    const isLeft = !autoRejoin || hasPersonsOrder(observation, server);
    const state = stateOf(observation, primary, server, remembered);
    returned.push({ server, remembered, state: isLeft && isWell(state) ? LEFT_TO_A_PERSON : state });
  }
  return returned;
}
function isWell({ kind }) {
  return kind === "toRejoin" || kind === "follows";
}
function needsFence({ server: { facts }, state }) {
  if (facts.superReadOnly || facts.isCloning || facts.unsupported !== null) return false;
  return !facts.readOnly || isWell(state);
}
function isToFence({ at }, returned) {
  return needsFence(returned) && !isTried(returned.remembered, at, FENCE_AGAIN_MS);
}
function isTried({ triedAt }, at, withinMs) {
  return triedAt !== null && at >= triedAt && at - triedAt < withinMs;
}
function writableFormerPrimaries(observation, primary) {
  if (primary.answers || observation.memory?.recovery != null) return [];
  return observation.servers.filter(
    (server) => server.answers && !server.facts.readOnly && isInQuarantine(observation, server) && wasLeftWritable(observation, server) && !hasFollowed(server, observation, primary) && promotedInPlaceOf(observation, server, primary) === null
  );
}
function hasFollowed({ facts }, observation, primary) {
  const uuid = uuidOf(primary);
  const had = executedWhenSeen(observation, uuid);
  const hasOfIt = uuid !== null && !isEmpty(ofServer(facts.gtidExecuted, uuid));
  return hasOfIt && (had === null || contains(facts.gtidExecuted, had));
}
function wasLeftWritable(observation, server) {
  const aside = setAsidePrimary(observation, server);
  const { madeWritableByHandSecondsAgo: byHandAgo } = server.facts;
  if (aside === null || byHandAgo === null) return aside !== null;
  const { hostUptime: hostUptime2 } = observation;
  const { asideAtUptime } = aside;
  return asideAtUptime !== null && asideAtUptime <= hostUptime2 && hostUptime2 - byHandAgo * 1e3 < asideAtUptime;
}
function stateOf(observation, primary, server, remembered) {
  const { facts } = server;
  if (facts.isCloning) return { kind: "cannotFollow", because: "CLONE INSTANCE is under way there" };
  const channel = facts.channels.find((one) => follows(one, primary));
  const errant = errantOn(server, primary, channel !== void 0);
  if (!isEmpty(errant)) return { kind: "diverged", errant };
  if (channel !== void 0) {
    const because2 = whyNotReplicating(channel);
    const isOurs = observation.memory?.halted.includes(facts.serverUuid) && channel.receiver === "stopped";
    return because2 === null || isOurs ? { kind: "follows" } : { kind: "cannotFollow", because: withRemedy(because2, channel) };
  }
  const because = whyNot(primary, server);
  if (because !== null) return { kind: "cannotFollow", because };
  if (isTried(remembered, observation.at, TRY_AGAIN_MS)) {
    const at = new Date(remembered.triedAt ?? 0).toISOString();
    const because2 = facts.superReadOnly ? `told at ${at} to follow ${nameOf2(primary)}` : `told at ${at} to be read-only`;
    return { kind: "cannotFollow", because: `${because2}, it does not yet` };
  }
  return channelToChange(observation, server);
}
function withRemedy(because, { receiver, receiverErrno, applierError }) {
  const isWithoutError = receiver !== "connecting" && receiverErrno === 0 && applierError === "";
  return isWithoutError ? `${because}; where nobody has done that on purpose, START REPLICA lets it follow` : because;
}
function errantOn(server, primary, receives) {
  const errant = subtract(receivedBy(server), primary.facts.gtidExecuted);
  if (!receives) return errant;
  return ofOtherServers(errant, primary.facts.serverUuid);
}
function whyNot(primary, { facts }) {
  if (facts.unsupported !== null) return facts.unsupported;
  if (facts.gtidMode !== "ON") return `gtid_mode is ${facts.gtidMode || "unknown"}`;
  if (!canFollow(facts.version, primary.facts.version)) {
    return `its version ${facts.versionText} is older than ${primary.facts.versionText} of the primary`;
  }
  const because = whyEmptied(primary, facts);
  if (because !== null) return because;
  const purged = subtract(primary.facts.gtidPurged, facts.gtidExecuted);
  if (isEmpty(purged)) return null;
  return `the primary has purged ${counted(countTransactions(purged), "transaction")} that it lacks from its binary logs`;
}
function whyEmptied(primary, { gtidExecuted, serverUuid }) {
  const own = subtract(ofServer(primary.facts.gtidExecuted, serverUuid), gtidExecuted);
  if (!isEmpty(own)) {
    return `it has lost ${counted(countTransactions(own), "transaction")} of its own, and replication does not bring those back`;
  }
  const isEmptied = isEmpty(gtidExecuted) && !isEmpty(ofOtherServers(primary.facts.gtidExecuted, primary.facts.serverUuid));
  return isEmptied ? "it has been emptied: gtid_executed is empty" : null;
}
function channelToChange(observation, server) {
  const [own] = channelsWithin(observation, server);
  if (own !== void 0) return { kind: "toRejoin", channel: own };
  const outside = server.facts.channels.find(({ name }) => name === "");
  if (outside === void 0) return { kind: "toRejoin", channel: null };
  return {
    kind: "cannotFollow",
    because: `its default channel leads out of this cluster, to ${outside.source.host}:${outside.source.port}`
  };
}
function isReplicaAgain(returned, primary) {
  const { server, state } = returned;
  if (state.kind !== "follows" || needsFence(returned)) return false;
  return server.facts.channels.some((channel) => follows(channel, primary) && channel.receiver === "connected");
}
var TRY_AGAIN_MS, FENCE_AGAIN_MS, LEFT_TO_A_PERSON;
var init_former_primary = __esm({
  "src/diagnose/former-primary.ts"() {
    "use strict";
    init_gtid_set();
    init_version();
    init_counted();
    init_replicating();
    init_topology();
    TRY_AGAIN_MS = 3e4;
    FENCE_AGAIN_MS = 5e3;
    LEFT_TO_A_PERSON = { kind: "leftToAPerson" };
  }
});

// src/diagnose/has-served.ts
function hasServed(observation, promoting) {
  const { memory, servers } = observation;
  const chosenBefore = memory?.haltedAppliers ?? [];
  const isToldTo = (replica) => !wasFartherThen(observation, replica) && !chosenBefore.includes(replica.server.facts.serverUuid);
  if (replicasOf(observation, promoting).some(isToldTo)) return true;
  const uuid = uuidOf(promoting);
  const before = parseGtidSet(memory?.recovery?.received ?? "");
  if (uuid === null || isEmpty(before)) return false;
  return servers.some((server) => server.answers && !isEmpty(ofServer(subtract(receivedBy(server), before), uuid)));
}
function hasStayedDown({ hostUptime: hostUptime2, memory }, promoting) {
  const downAt = memory?.recovery?.downAtUptime ?? null;
  if (promoting.answers || !isDown(promoting.reason) || downAt === null) return false;
  return hostUptime2 >= downAt && hostUptime2 - downAt <= UNSEEN_MS;
}
var UNSEEN_MS;
var init_has_served = __esm({
  "src/diagnose/has-served.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    init_topology();
    UNSEEN_MS = 5e3;
  }
});

// src/diagnose/readers.ts
function readersToSetAside(observation, primary, limits) {
  const { memory, at } = observation;
  if (memory === null || memory.recovery !== null) return [];
  const well = wellReaders(observation, primary, limits);
  return readersOf(observation).flatMap((server) => {
    if (!server.answers || server === primary || hasPersonsOrder(observation, server)) return [];
    const trouble = troubleOf(observation, primary, server, limits.maxReplicationLagMs);
    if (trouble === null || trouble.kind === "doesNotAnswer" || !hasLasted(sinceOf(observation, server), at)) return [];
    if (!well.some((other) => other !== primary || trouble.kind !== "lags")) return [];
    return [{ server, kind: trouble.kind, because: trouble.because }];
  });
}
function readersToReadmit(observation, primary, limits) {
  const { cluster, memory, at, servers, runtimeRows } = observation;
  if (memory === null || memory.recovery !== null) return [];
  const readers = readersOf(observation);
  const nobodyReads = readers.every((one) => !one.answers && hasLasted(sinceOf(observation, one), at));
  return servers.filter((server) => {
    if (!server.answers || server === primary) return false;
    const isAside = rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === cluster.quarantineHostgroup);
    const remembered = setAsideReplica(observation, server);
    if (!isAside || remembered === null || hasPersonsOrder(observation, server)) return false;
    const wasReader = remembered.why !== "catchesUp" && sourceOf(observation, primary, server) !== null;
    if (nobodyReads && wasReader) return true;
    return hasLasted(remembered.wellSince, at) && isFit(observation, primary, server, limits);
  });
}
function isReaderInVain(observation, primary, limits) {
  const { cluster, memory, memoryRows, runtimeRows } = observation;
  if (memory?.readsOnPrimary !== true || memory.recovery !== null) return false;
  const rows = rowsOfServer([...memoryRows, ...runtimeRows], primary);
  const isReader2 = rows.some((row) => row.hostgroup === cluster.readerHostgroup);
  return isReader2 && wellReaders(observation, primary, limits).some((server) => server !== primary);
}
function isFit(observation, primary, server, { maxReplicationLagMs }) {
  const mustHave = setAsideReplica(observation, server)?.mustHave ?? "";
  return troubleOf(observation, primary, server, maxReplicationLagMs / 2) === null && contains(server.facts.gtidExecuted, parseGtidSet(mustHave));
}
function readersOf({ cluster, memoryRows, runtimeRows, servers }) {
  const isIn = (server, hostgroup2) => rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === hostgroup2);
  const isOnlyInMemory = (server) => rowsOfServer(runtimeRows, server).length === 0;
  return servers.filter((server) => {
    if (isIn(server, cluster.readerHostgroup)) return true;
    const inMemory = rowsOfServer(memoryRows, server);
    return isOnlyInMemory(server) && inMemory.some((row) => row.hostgroup === cluster.readerHostgroup);
  });
}
function troubleOf(observation, primary, server, maxLagMs, hops = 0) {
  if (server === primary) return null;
  if (!server.answers) return { kind: "doesNotAnswer", because: server.message };
  if (server.facts.unsupported !== null) return null;
  const above = sourceOf(observation, primary, server);
  if (above === null) return { kind: "doesNotReplicate", because: "it follows no server of this cluster" };
  const because = whyNotReplicating(above.channel);
  if (because !== null) return { kind: "doesNotReplicate", because };
  if (lagsMoreThan(above.channel, maxLagMs)) {
    return { kind: "lags", because: `it is ${above.channel.lagSeconds} s behind` };
  }
  if (hops === MAX_HOPS) return null;
  const trouble = troubleOf(observation, primary, above.source, maxLagMs, hops + 1);
  if (trouble === null || trouble.kind === "doesNotAnswer") return null;
  return { kind: trouble.kind, because: `its source ${nameOf2(above.source)}: ${trouble.because}` };
}
function sourceOf(observation, primary, server) {
  const others = observation.servers.filter(
    (other) => other !== primary && other !== server && !isQuarantined(observation, other)
  );
  for (const source of [primary, ...others]) {
    const channel = server.facts.channels.find((one) => follows(one, source));
    if (channel !== void 0) return { source, channel };
  }
  return null;
}
function wellReaders(observation, primary, limits) {
  const { cluster, runtimeRows } = observation;
  return readersOf(observation).filter((server) => {
    const serves = rowsOfServer(runtimeRows, server).some((row) => servesReads(row, cluster));
    return serves && server.answers && !hasPersonsOrder(observation, server) && !isDelayed(observation, server) && troubleOf(observation, primary, server, limits.maxReplicationLagMs) === null;
  });
}
function servesReads(row, { readerHostgroup }) {
  return row.hostgroup === readerHostgroup && row.status === "ONLINE" && row.weight > 0;
}
function isDelayed(observation, server) {
  return observation.servers.some(
    (source) => replicasOf(observation, source).some((one) => one.server === server && one.channel.delaySeconds > 0)
  );
}
function sinceOf({ memory }, server) {
  const uuid = uuidOf(server);
  const trouble = memory?.troubledReaders.find(({ serverUuid }) => serverUuid === uuid);
  return trouble === void 0 || trouble.endedAt != null ? null : trouble.since;
}
function hasLasted(since, at) {
  return since !== null && at - since >= LASTS_MS;
}
var LASTS_MS, MAX_HOPS;
var init_readers = __esm({
  "src/diagnose/readers.ts"() {
    "use strict";
    init_gtid_set();
    init_replicating();
    init_topology();
    LASTS_MS = 5e3;
    MAX_HOPS = 3;
  }
});

// src/diagnose/voters.ts
function votersOf(observation, gone2) {
  return knownWithout(observation, gone2, (server) => isOut(observation, server));
}
function lockersOf(observation, gone2) {
  const followers = observation.memory?.followers ?? [];
  return knownWithout(observation, gone2, (server) => {
    const isHere = server.answers || followers.includes(uuidOf(server) ?? "") && !isKeptOut(observation, server);
    return !isHere && isOut(observation, server);
  });
}
function isFarther({ memory }, { serverUuid }, gone2) {
  if (memory === null || serverUuid === memory.primary?.serverUuid || memory.followers.includes(serverUuid))
    return false;
  const sources = memory.farther.filter((one) => one.serverUuid === serverUuid).map(({ sourceUuid }) => sourceUuid);
  return sources.length > 0 && !gone2.some((server) => sources.includes(uuidOf(server) ?? ""));
}
function isOut(observation, server) {
  const failed = observation.memory?.recovery?.failedPrimary ?? null;
  return failed !== null && isFailedPrimary(server, failed) ? !server.answers : isQuarantined(observation, server);
}
function knownWithout(observation, gone2, isLeftOut) {
  return nearIn(observation, gone2).filter((one) => {
    const server = observation.servers.find((other) => isKnownAs(other, one));
    return server === void 0 || !(gone2.includes(server) || isLeftOut(server));
  }).sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1);
}
function nearIn(observation, gone2) {
  return allKnown(observation).filter((one) => !isFarther(observation, one, gone2));
}
function allKnown({ memory, servers, memoryRows, runtimeRows }) {
  const known = memory !== null && memory.servers.length > 0 ? memory.servers : servers.filter(hasUuid).map(asKnown);
  const rows = [...memoryRows, ...runtimeRows];
  const neverSeen = servers.filter(
    (server) => !hasUuid(server) && rowsOfServer(rows, server).length > 0 && !known.some((one) => isKnownAs(server, one))
  );
  return [...known, ...neverSeen.map(asKnown)];
}
function hasUuid(server) {
  return uuidOf(server) !== null;
}
function agreeingOf(voters, servers) {
  return voters.filter((voter) => servers.some((server) => isKnownAs(server, voter))).length;
}
function neededOf(voters, mode) {
  return mode === "any" ? 1 : Math.floor(voters.length / 2) + 1;
}
function isHeld(observation, primary) {
  const voters = nearIn(observation, []);
  const replicas = connectedReplicasOf(observation, primary).map(({ server }) => server);
  return agreeingOf(voters, [primary, ...replicas]) >= neededOf(voters, "majority");
}
function keyOf(one) {
  return one.serverUuid + endpointName(one);
}
function asKnown(server) {
  return { ...server.endpoints[0], serverUuid: uuidOf(server) ?? "" };
}
var init_voters = __esm({
  "src/diagnose/voters.ts"() {
    "use strict";
    init_session();
    init_topology();
  }
});

// src/diagnose/left-in-quarantine.ts
function leftInQuarantine(s) {
  const { observation, limits, primary, writable, withdrawn, rivals } = s;
  const server = primary?.server;
  if (!server?.answers || server.facts.readOnly || followsAny(observation, server)) return null;
  const isUndisputed = [...writable, ...withdrawn].every((one) => one === server) && rivals.length === 0;
  const isLeft = isUndisputed && isPutThereByOthers(observation, server, limits.quorum) && hasNoWriter(observation) && isAloneThere(observation, server) && isHeld(observation, server) && hasLasted(observation.memory?.primaryOutSince ?? null, observation.at);
  return isLeft ? server : null;
}
function isPutThereByOthers(observation, server, quorum) {
  const { memory, hasPeers } = observation;
  if (!hasPeers || quorum === "any" || memory === null || memory.recovery !== null) return false;
  return server === knownPrimary(observation) && isInQuarantine(observation, server) && !hasPersonsOrder(observation, server) && !memory.strangers.includes(uuidOf(server) ?? "");
}
function isAloneThere(observation, server) {
  const strangers = observation.memory?.strangers ?? [];
  return observation.servers.every(
    (other) => other === server || !isKeptOut(observation, other) || strangers.includes(uuidOf(other) ?? "")
  );
}
function hasNoWriter({ cluster, memoryRows, runtimeRows }) {
  return ![...memoryRows, ...runtimeRows].some(({ hostgroup: hostgroup2 }) => hostgroup2 === cluster.writerHostgroup);
}
var init_left_in_quarantine = __esm({
  "src/diagnose/left-in-quarantine.ts"() {
    "use strict";
    init_readers();
    init_topology();
    init_voters();
  }
});

// src/diagnose/lost-rows.ts
function failoverWithLostRows(observation) {
  const { memory, lastSeen, memoryRows, runtimeRows, diskRows } = observation;
  const recovery = memory?.recovery ?? null;
  if (memory === null || recovery === null || recovery.rowsBefore.length === 0) return null;
  const isRestarted = lastSeen === memory.lastSeen;
  return isRestarted && memoryRows.length + runtimeRows.length + diskRows.length === 0 ? recovery : null;
}
var init_lost_rows = __esm({
  "src/diagnose/lost-rows.ts"() {
    "use strict";
  }
});

// src/diagnose/semi-sync-to-restore.ts
function stillToRestore({ semiSyncToRestore: before }, { facts: { serverUuid, semiSync } }) {
  const { naming, sourceEnabled, waitForReplicaCount } = semiSync;
  if (before === null || naming === null) return null;
  if (sourceEnabled && waitForReplicaCount >= before.waitForReplicaCount) return null;
  const { left } = before;
  if (left?.serverUuid !== serverUuid) return { ...before, left: { serverUuid, sourceEnabled, waitForReplicaCount } };
  const isAsLeft = left.sourceEnabled === sourceEnabled && left.waitForReplicaCount === waitForReplicaCount;
  return isAsLeft ? before : null;
}
function restorableSemiSync({ observation, primary, replicas }) {
  const { memory } = observation;
  if (memory === null || memory.recovery !== null || !primary?.server.answers) return null;
  const { server } = primary;
  const { serverUuid, readOnly, semiSync } = server.facts;
  const { naming } = semiSync;
  if (readOnly || memory.semiSyncToRestore?.left?.serverUuid !== serverUuid) return null;
  const before = stillToRestore(memory, server);
  const connected = Math.min(semiSync.clients, confirming(replicas).length);
  if (naming === null || before === null || connected < before.waitForReplicaCount) return null;
  return { primary: server, naming, waitForReplicaCount: before.waitForReplicaCount };
}
var init_semi_sync_to_restore = __esm({
  "src/diagnose/semi-sync-to-restore.ts"() {
    "use strict";
    init_semi_sync_waits();
  }
});

// src/diagnose/errant.ts
function errantReplicas(primary, replicas) {
  return replicas.map((replica) => ({ server: replica.server, errant: errantOn2(replica, primary) })).filter(({ errant }) => !isEmpty(errant));
}
function errantOn2({ server }, { facts }) {
  const more = subtract(receivedBy(server), facts.gtidExecuted);
  const isFedElsewhere = facts.channels.length > 0 || server.facts.channels.length > 1;
  return isFedElsewhere ? ofServer(more, server.facts.serverUuid) : ofOtherServers(more, facts.serverUuid);
}
var init_errant = __esm({
  "src/diagnose/errant.ts"() {
    "use strict";
    init_gtid_set();
    init_topology();
  }
});

// src/diagnose/identified-primary.ts
function identifyPrimary(observation) {
  for (const rule of RULES) {
    const [server, ...others] = rule.named(observation);
    if (server !== void 0 && others.length === 0) return { server, because: rule.says };
  }
  return null;
}
function isOnlyAReplica(observation, server) {
  const known = observation.memory?.primary ?? null;
  if (known === null || isKnownAs(server, known)) return false;
  const recorded = recordedPrimary(observation);
  return isReplicating(observation, server) || recorded !== null && isBehind(server, recorded);
}
function mayBeTheTop(observation, server) {
  const { cluster, memory, memoryRows, runtimeRows, servers } = observation;
  if (memory?.primary != null) return isKnownAs(server, memory.primary);
  if (rowsOfServer([...memoryRows, ...runtimeRows], server).length === 0) return true;
  const isWriter2 = (row) => row.hostgroup === cluster.writerHostgroup;
  const writers = (runtimeRows.some(isWriter2) ? runtimeRows : memoryRows).filter(isWriter2);
  return !servers.some(
    (other) => other !== server && rowsOfServer(writers, other).length > 0 && !followsAny(observation, other)
  );
}
var RULES;
var init_identified_primary = __esm({
  "src/diagnose/identified-primary.ts"() {
    "use strict";
    init_topology();
    RULES = [
      {
        says: "the replicas of the one before follow it, and have what it has written since",
        named: (observation) => {
          const successor = observation.memory?.recovery == null ? successorOf(observation) : null;
          return successor === null || isQuarantined(observation, successor) ? [] : [successor];
        }
      },
      {
        says: "it is writable and was the primary at the last look",
        named: (observation) => {
          const known = observation.memory?.recovery?.promoting ?? observation.memory?.primary;
          return known ? writableServers(observation).filter(
            (server) => isKnownAs(server, known) && !isWritableByAccident(observation, server)
          ) : [];
        }
      },
      {
        says: "it is writable and replicas follow it",
        named: (observation) => writableServers(observation).filter(
          (server) => replicasOf(observation, server).some((replica) => tellsOfPrimary(observation, server, replica)) && !isWritableByAccident(observation, server) && !isOnlyAReplica(observation, server)
        )
      },
      {
        // A person has put it there, or ProxySQL Cluster has brought the rows of the host that finished.
        says: "it is writable and the writer in place of the one that failed",
        named: (observation) => {
          const failed = observation.memory?.recovery?.failedPrimary;
          const old = observation.servers.find((server) => failed !== void 0 && isFailedPrimary(server, failed));
          if (old === void 0 || !isQuarantined(observation, old)) return [];
          return writableServers(observation).filter(
            (server) => isInWriterHostgroup(observation, server) && !followsAny(observation, server)
          );
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

// src/diagnose/moved-primary.ts
function movedPrimary(observation) {
  const writable = writableHereOrElsewhere(observation);
  for (const primary of writable) {
    const former = replacedBy(observation, primary);
    if (former === null || followsAny(observation, primary)) continue;
    if (isOfThisHost(observation, primary) || writable.some((other) => other !== primary && other !== former)) continue;
    const proof = proofOf(observation, primary, former);
    if (proof !== null) return { primary, former, proof };
  }
  return null;
}
function isOfThisHost({ memory }, { facts }) {
  const { recovery } = memory ?? { recovery: null };
  return [recovery?.promoting?.serverUuid, recovery?.failedPrimary.serverUuid].includes(facts.serverUuid);
}
function proofOf(observation, primary, former) {
  const sources = rivalsOf(observation, primary).filter(({ isSource }) => isSource);
  const secondsAgo = promotedInPlaceOf(observation, primary, former);
  const isFenced = former.answers && former.facts.readOnly;
  const connected = connectedReplicasOf(observation, primary);
  const isFollowed = connected.some((replica) => tellsOfPrimary(observation, primary, replica));
  const isOld = !(isFenced && isFollowed) && setAsidePrimary(observation, primary) !== null && lacksWhatWasSeen(observation, primary, former);
  const leadsOnlyStrays = sources.every(({ server }) => server === former);
  if (secondsAgo !== null && !isOld && leadsOnlyStrays) return { kind: "promoted", secondsAgo };
  if (sources.length > 0 && !(isFenced && leadsOnlyStrays)) return null;
  if (isQuarantined(observation, primary) && lacksWhatItHad(observation, primary, former)) return null;
  const isMore = isMoreThanDetached(observation, primary, former);
  const agree = [
    primary,
    ...connected.filter((replica) => isMore || !wasFartherThen(observation, replica)).map(({ server }) => server).filter((server) => !isWritable(former) || hasFollowed2(observation, server, former))
  ];
  if (agree.length === 1 && !isMore) return null;
  const isOut2 = !agree.includes(former) && !isWritable(former);
  const voters = votersOf(observation, isOut2 ? [former] : []);
  const agreeing = agreeingOf(voters, agree);
  return agreeing >= neededOf(voters, "majority") ? { kind: "followed", agreeing, voters: voters.length } : null;
}
function hasFollowed2({ memory }, { facts }, former) {
  const known = memory?.primary ?? null;
  const followers = memory?.followers ?? [];
  if (known === null || !isKnownAs(former, known) || followers.length === 0) return true;
  return followers.includes(facts.serverUuid);
}
function isMoreThanDetached(observation, primary, former) {
  if (primary.facts.promotedSecondsAgo !== null) return true;
  if (!former.answers || !former.facts.readOnly || isBehind(primary, former)) return false;
  return observation.memory?.primaryWasReadOnly === true || !hasRestarted(observation, former);
}
function lacksWhatItHad(observation, primary, former) {
  return former.answers ? isBehind(primary, former) : lacksWhatWasSeen(observation, primary, former);
}
function lacksWhatWasSeen(observation, primary, former) {
  const had = executedWhenSeen(observation, uuidOf(former));
  return had !== null && !contains(primary.facts.gtidExecuted, had);
}
function isWritable(server) {
  return server.answers && !server.facts.readOnly;
}
function writableHereOrElsewhere(observation) {
  const writable = writableServers(observation);
  const recorded = knownPrimary(observation);
  const elsewhere = observation.servers.filter(
    (server) => isWritable(server) && !writable.includes(server) && (recorded !== null && promotedInPlaceOf(observation, server, recorded) !== null || writable.length === 0 && setAsidePrimary(observation, server) !== null)
  );
  return [...writable, ...elsewhere];
}
function replacedBy(observation, primary) {
  const { cluster, memoryRows, servers } = observation;
  const last = knownPrimary(observation);
  const moved = last === primary ? null : last;
  if (isInWriterHostgroup(observation, primary)) {
    const isWriter2 = (server) => rowsOfServer(memoryRows, server).some((row) => row.hostgroup === cluster.writerHostgroup);
    const isPromoted = primary.facts.promotedSecondsAgo !== null;
    if (last === null && isPromoted && !isWriter2(primary)) return servers.find(isWriter2) ?? null;
    if (moved === null) return null;
    return !isWriter2(primary) || isWriter2(moved) && !isFollowing(moved, primary) ? moved : null;
  }
  return moved ?? servers.find((server) => server !== primary && isInWriterHostgroup(observation, server)) ?? null;
}
function isFollowing(server, primary) {
  return server.answers && server.facts.channels.some((channel) => channel.receiver === "connected" && follows(channel, primary));
}
function rivalsOf(observation, primary) {
  const { memory, servers } = observation;
  const ours = [...memory?.givenUp ?? [], memory?.recovery?.promoting?.serverUuid];
  const replicas = replicasOf(observation, primary).map(({ server }) => server);
  const known = unionOf(
    ...[primary, ...replicas].map((server) => server.answers ? receivedBy(server) : EMPTY_GTID_SET)
  );
  return servers.flatMap((server) => {
    if (server === primary) return [];
    const isPromoted = promotedInPlaceOf(observation, server, primary) !== null || hasTakenOver(observation, server, primary, known);
    if (isQuarantined(observation, server) && !isPromoted) return [];
    if (ours.includes(uuidOf(server) ?? "") || server.answers && followsAny(observation, server)) return [];
    const mayHaveDied = !server.answers && isInWriterHostgroup(observation, server);
    const followers = replicasOf(observation, server).filter(
      (replica) => !isQuarantined(observation, replica.server) && !wasFartherThen(observation, replica)
    );
    const isSuccessor = mayHaveDied && hasBecomeWriter(observation, server, primary);
    const isSource = followers.some(({ channel }) => channel.receiver === "connected" || mayHaveDied) || isSuccessor;
    if (!server.answers)
      return followers.length > 0 || isSuccessor ? [{ server, followers, isSource, hasMore: false }] : [];
    if (isPromoted) return [{ server, followers, isSource: true, hasMore: true }];
    if (!server.facts.readOnly || server.facts.unsupported !== null) return [];
    const own = subtract(server.facts.gtidExecuted, known);
    const hasMore = !isEmpty(own) && !contains(own, server.facts.gtidExecuted);
    if (!isSource && wasLonelyThen(observation, server, primary)) return [];
    const isLeft = setAsidePrimary(observation, server) !== null;
    return isLeft && !hasMore && !isSource ? [] : [{ server, followers, isSource, hasMore }];
  });
}
function wasLonelyThen(observation, server, primary) {
  const { memory } = observation;
  const wasFollower = memory === null || memory.followers.includes(server.facts.serverUuid);
  const wasFarther = memory?.farther.some(({ serverUuid }) => serverUuid === server.facts.serverUuid);
  return !wasFollower && !wasFarther && lacksWhatWasSeen(observation, server, primary);
}
function hasTakenOver(observation, server, primary, known) {
  const ownOfPrimary = uuidOf(primary);
  if (primary.answers || ownOfPrimary === null || !server.answers || server.facts.readOnly) return false;
  if (setAsidePrimary(observation, server) === null || followsAny(observation, server)) return false;
  const hasItsOwn = [...known.keys()].some((key) => uuidIn(key) === ownOfPrimary);
  return hasItsOwn && contains(server.facts.gtidExecuted, known);
}
function hasBecomeWriter(observation, server, primary) {
  const { cluster, memory } = observation;
  const recovery = memory?.recovery ?? null;
  const known = memory?.primary ?? null;
  if (recovery === null) return isQuarantined(observation, primary) && (known === null || !isKnownAs(server, known));
  return !rowsOfServer(recovery.rowsBefore, server).some((row) => row.hostgroup === cluster.writerHostgroup);
}
var init_moved_primary = __esm({
  "src/diagnose/moved-primary.ts"() {
    "use strict";
    init_gtid_set();
    init_topology();
    init_voters();
  }
});

// src/diagnose/witnesses.ts
function connectedTo(observation, primary) {
  return observation.servers.flatMap((server) => {
    if (!server.answers || server === primary) return [];
    const channel = server.facts.channels.find(
      (one) => one.receiver === "connected" && (follows(one, primary) || isAt(primary, one.source))
    );
    if (channel === void 0) return [];
    const replica = { server, channel };
    return isDeaf(replica, observation) ? [] : [replica];
  });
}
function findingOf(replica, observation) {
  const { receiver, receiverErrno, receiverWaits } = replica.channel;
  const notFound = [...NOT_FOUND_ERRORS, ...BREAKING_ERRORS].includes(receiverErrno);
  if (observation.memory?.recovery != null) {
    return receiver !== "connected" && (receiver === "stopped" || receiverErrno === 0 || notFound) ? "missing" : "nothing";
  }
  if (receiver === "connected") return isDeaf(replica, observation) ? "outdated" : "nothing";
  if (receiverErrno === 0) {
    if (receiver === "stopped") return "nothing";
    if (receiverWaits) return "outdated";
    return wasAskedLately(replica, observation) && !hasHeardSince(replica, observation) ? "missing" : "begun";
  }
  if (OWN_ERRORS.includes(receiverErrno)) return "outdated";
  const tells = WRITE_ERRORS.includes(receiverErrno) ? isAnswer : isFresh;
  if (!tells(replica, observation)) return "outdated";
  return notFound ? "missing" : "turnedAway";
}
function hasGivenUp({ channel: { receiverGaveUp, receiverErrno, applier } }) {
  return receiverGaveUp && [...NOT_FOUND_ERRORS, TOO_MANY_CONNECTIONS].includes(receiverErrno) && applier === "running";
}
function missingIt(replicas, observation) {
  return replicas.filter((replica) => findingOf(replica, observation) === "missing");
}
function turnedAway(replicas, observation) {
  return replicas.filter((replica) => findingOf(replica, observation) === "turnedAway");
}
function isFresh(replica, observation) {
  const ageMs = errorAgeMs(replica);
  if (ageMs === null) return false;
  if (isAnswer(replica, observation)) return true;
  const { at, lastSeen } = observation;
  const seenMsAgo = lastSeen === null ? null : at - lastSeen.at;
  const isBefore = seenMsAgo !== null && seenMsAgo >= 0 && ageMs > seenMsAgo;
  return ageMs < FRESH_MS && !isBefore;
}
function isAnswer(replica, observation) {
  const [ageMs, asked] = [errorAgeMs(replica), sinceAsked(replica, observation)];
  return ageMs !== null && asked !== null && asked < BELIEVED_MS && ageMs < asked + INACCURACY_MS;
}
function errorAgeMs({ channel: { receiverErrorSecondsAgo } }) {
  return receiverErrorSecondsAgo === null ? null : receiverErrorSecondsAgo * 1e3;
}
function wasAskedLately(replica, observation) {
  const age = sinceAsked(replica, observation);
  return age !== null && age < BELIEVED_MS;
}
function isBelieved(replica, observation) {
  const age = sinceAsked(replica, observation);
  if (age === null) return false;
  if (age < SURELY_BELIEVED_MS && !wasAskedInVain(replica, observation)) return true;
  return isHearing(replica) ?? age < BELIEVED_MS;
}
function hasHeardSince(replica, observation) {
  const { heardSecondsAgo } = replica.channel;
  const asked = sinceAsked(replica, observation);
  return heardSecondsAgo !== null && asked !== null && heardSecondsAgo * 1e3 + INACCURACY_MS < asked;
}
function isHearing({ channel: { heardSecondsAgo, heartbeatSeconds } }) {
  if (heardSecondsAgo === null || heartbeatSeconds === 0) return null;
  return heardSecondsAgo <= 2 * heartbeatSeconds + 1;
}
function isDeaf(replica, observation) {
  return wasAskedInVain(replica, observation) && isHearing(replica) === false;
}
function wasAskedInVain(replica, observation) {
  if (!wasAskedLately(replica, observation)) return false;
  const { receiverThread } = replica.channel;
  return receiverThread !== null && receiverThread === askedOf(replica, observation)?.receiverThread;
}
function sinceAsked(replica, observation) {
  const asked = askedOf(replica, observation);
  if (asked === void 0 || startedAt(observation, replica.server) > asked.at) return null;
  return Math.abs(observation.at - asked.at);
}
function askedOf({ server }, { memory }) {
  return memory?.asked.find(({ serverUuid }) => serverUuid === server.facts.serverUuid);
}
function isConfirmedBy(connected, observation) {
  return connected.some((replica) => isBelieved(replica, observation));
}
function suspectsAmong(replicas, connected, observation) {
  const unbelieved = connected.filter((replica) => !isBelieved(replica, observation));
  if (observation.memory?.recovery != null) return unbelieved;
  const halted = observation.memory?.halted ?? [];
  const isMissed = missingIt(replicas, observation).length > 0;
  const others = replicas.filter((replica) => {
    const { server, channel } = replica;
    switch (findingOf(replica, observation)) {
      case "begun":
        return true;
      case "outdated": {
        const asked = sinceAsked(replica, observation);
        return !isMissed && (asked === null || asked >= SURELY_BELIEVED_MS);
      }
      case "nothing":
        return channel.receiver === "stopped" && halted.includes(server.facts.serverUuid);
      default:
        return false;
    }
  });
  return [...unbelieved, ...others];
}
var NOT_FOUND_ERRORS, BREAKING_ERRORS, OWN_ERRORS, WRITE_ERRORS, TOO_MANY_CONNECTIONS, FRESH_MS, INACCURACY_MS, BELIEVED_MS, SURELY_BELIEVED_MS;
var init_witnesses = __esm({
  "src/diagnose/witnesses.ts"() {
    "use strict";
    init_topology();
    NOT_FOUND_ERRORS = [2002, 2003, 2005, 2006, 2013];
    BREAKING_ERRORS = [1053, 1158, 1159, 1160, 1161];
    OWN_ERRORS = [2004, 2008];
    WRITE_ERRORS = [13122, 1595];
    TOO_MANY_CONNECTIONS = 1040;
    FRESH_MS = 5e3;
    INACCURACY_MS = 1e3;
    BELIEVED_MS = 6e4;
    SURELY_BELIEVED_MS = 1e4;
  }
});

// src/diagnose/writable.ts
function judgeWritable(observation, writable) {
  const intruders2 = intrudersAmong(observation, writable);
  if (intruders2.length > 0) return { kind: "decided", intruders: intruders2 };
  if (writable.length < 2 || observation.memory?.recovery != null) return UNDISPUTED;
  const { cluster, runtimeRows } = observation;
  const writers = writable.filter(
    (server) => rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === cluster.writerHostgroup)
  );
  if (writers.length < 2) return UNDISPUTED;
  const primary = writers.find((server) => isPrimaryForMost(observation, server));
  if (primary === void 0) return { kind: "undecided", writers };
  return { kind: "decided", intruders: writers.filter((server) => server !== primary) };
}
function isPrimaryForMost(observation, server) {
  if (server !== recordedPrimary(observation) || hasRestarted(observation, server)) return false;
  const agree = [server, ...connectedReplicasOf(observation, server).map((replica) => replica.server)];
  const voters = votersOf(observation, []);
  return agreeingOf(voters, agree) >= neededOf(voters, "majority");
}
function intrudersAmong(observation, writable) {
  const accidents = writable.filter((server) => isWritableByAccident(observation, server));
  if (accidents.length > 0) return accidents;
  if (observation.memory?.recovery != null) return [];
  const successor = successorOf(observation);
  if (successor !== null) return writable.filter((server) => server !== successor);
  const recorded = recordedPrimary(observation);
  if (recorded === null && observation.memory?.primary != null) {
    const tops2 = writable.filter((server) => !followsAny(observation, server));
    return writable.filter(
      (server) => isReplicating(observation, server) || triesToFollow(observation, server) && // A person may have made it writable; that its my.cnf did shows only in a restart.
      (tops2.length === 1 || tops2.length === 0 && hasRestartedSinceLastSeen(observation, server))
    );
  }
  if (recorded !== null) {
    const others = writable.filter((server) => server !== recorded);
    const areAll = others.every((other) => isIntruder(observation, other, recorded));
    return areAll ? others : [];
  }
  const tops = writable.filter((server) => !followsAny(observation, server));
  const [top, ...more] = tops;
  return top === void 0 || more.length > 0 ? [] : writable.filter((server) => server !== top);
}
function triesToFollow(observation, server) {
  return channelsWithin(observation, server).some(({ receiver }) => receiver !== "stopped");
}
function isIntruder(observation, server, recorded) {
  if (recorded.facts.readOnly)
    return hasRestartedSinceLastSeen(observation, server) && (isReplicating(observation, server) || followsAny(observation, server) && isBehind(server, recorded));
  if (followsAny(observation, server)) return true;
  if (promotedInPlaceOf(observation, server, recorded) !== null) return false;
  if (setAsidePrimary(observation, server) !== null) return true;
  if (hasRestarted(observation, recorded)) return false;
  if (server.facts.promotedSecondsAgo !== null) return false;
  return replicasOf(observation, server).length === 0 && isEmpty(subtract(server.facts.gtidExecuted, recorded.facts.gtidExecuted));
}
var UNDISPUTED;
var init_writable = __esm({
  "src/diagnose/writable.ts"() {
    "use strict";
    init_gtid_set();
    init_topology();
    init_voters();
    UNDISPUTED = { kind: "undisputed" };
  }
});

// src/diagnose/writer-hostgroup.ts
function amissWriters(observation, primary) {
  const rows = writerRows(observation);
  const isServed = (row) => row.status !== "OFFLINE_SOFT" && row.weight > 0;
  const isMissing = isInWriterHostgroup(observation, primary) && rowsOfServer(rows, primary).length === 0;
  return {
    notAtRuntime: isMissing ? primary : null,
    readOnly: observation.servers.filter(
      (server) => isReadOnly(server) && server !== primary && rowsOfServer(rows, server).some(isServed)
    )
  };
}
function haveStayedAmiss({ cluster, memory, replicationHostgroups, at }) {
  const isMonitored = replicationHostgroups.some(({ writerHostgroup }) => writerHostgroup === cluster.writerHostgroup);
  return !isMonitored || hasLasted(memory?.writersAmissSince ?? null, at);
}
function areAmiss({ notAtRuntime, readOnly }) {
  return notAtRuntime !== null || readOnly.length > 0;
}
function writerRows({ cluster, runtimeRows }) {
  return runtimeRows.filter((row) => row.hostgroup === cluster.writerHostgroup);
}
function isReadOnly(server) {
  return server.answers && server.facts.readOnly;
}
var init_writer_hostgroup = __esm({
  "src/diagnose/writer-hostgroup.ts"() {
    "use strict";
    init_readers();
    init_topology();
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
  const connected = server === null ? [] : connectedTo(observation, server);
  const refused = turnedAway(replicas, observation);
  const writable = writableServers(observation);
  const returned = server?.answers ? returnedPrimaries(observation, server, limits) : [];
  return {
    observation,
    limits,
    primary,
    primaryState: primaryStateOf(server),
    writable,
    withdrawn: withdrawnWriters(observation),
    moved: movedPrimary(observation),
    rivals: server === null ? [] : rivalsOf(observation, server),
    givenUp: givenUpAndWritable(observation),
    judged: judgeWritable(observation, writable),
    replicas,
    silent: observation.servers.filter(
      (one) => !one.answers && one !== server && !isQuarantined(observation, one)
    ),
    comparison: server === null ? NO_DIFFERENCE : compareSets(server, replicas),
    connected,
    witnesses: [
      ...missingIt(replicas, observation),
      ...replicas.filter(({ channel }) => recovering && server !== null && !follows(channel, server))
    ],
    turnedAway: refused,
    suspects: suspectsAmong(replicas, connected, observation),
    askedInVain: replicas.filter((replica) => wasAskedInVain(replica, observation)),
    isConfirmedAlive: isConfirmedBy(connected, observation) || refused.length > 0,
    strays,
    idle: server === null ? [] : haltedAmong(replicasOf(observation, server), observation.memory),
    gaveUp: server?.answers ? givenUpAmong(observation, server) : [],
    broken: server === null ? [] : brokenServers(observation, server, replicas, strays),
    lagging: replicas.filter(({ channel }) => lagsMoreThan(channel, limits.maxReplicationLagMs)),
    errant: server?.answers ? errantReplicas(
      server,
      replicas.filter((replica) => !isApart(observation, replica.server))
    ) : [],
    unsupported: observation.servers.filter(
      (one) => one.answers && one.facts.unsupported !== null
    ),
    returned,
    toSetAside: server?.answers ? readersToSetAside(observation, server, limits) : [],
    toReadmit: server?.answers ? readersToReadmit(observation, server, limits) : [],
    primaryReadsInVain: server?.answers === true && isReaderInVain(observation, server, limits),
    quarantined: observation.servers.filter(
      (one) => one.answers && one !== server && isQuarantined(observation, one) && !returned.some(({ server: other, state }) => other === one && state.kind !== "leftToAPerson")
    ),
    primaryInWriterHostgroup: server !== null && isInWriterHostgroup(observation, server),
    amissWriters: server?.answers && haveStayedAmiss(observation) ? amissWriters(observation, server) : null,
    promoting: known === null ? null : observation.servers.find((one) => isKnownAs(one, known)) ?? null
  };
}
function withdrawnWriters(observation) {
  const { servers, memory } = observation;
  if (memory?.recovery != null || servers.some((server) => isInWriterHostgroup(observation, server))) return [];
  return servers.filter(
    (server) => server.answers && !server.facts.readOnly && isKeptOut(observation, server) && !followsAny(observation, server)
  );
}
function compareSets(primary, replicas) {
  if (!primary.answers) return NO_DIFFERENCE;
  const { gtidExecuted, serverUuid } = primary.facts;
  const received = unionOf(...replicas.map(receivedOverChannel));
  const more = replicas.map((replica) => {
    const set = subtract(receivedOverChannel(replica), gtidExecuted);
    return replica.channel.receiver === "connected" ? ofOtherServers(set, serverUuid) : set;
  });
  return { onlyReplicas: unionOf(...more), onlyPrimary: subtract(gtidExecuted, received) };
}
function restartedReadOnly({
  observation,
  limits,
  primary,
  writable,
  comparison,
  replicas
}) {
  const { memory } = observation;
  if (primary === null || !primary.server.answers || !primary.server.facts.readOnly) return false;
  if (memory === null || memory.primary === null || memory.recovery !== null) return false;
  const { server } = primary;
  return isKnownAs(server, memory.primary) && !memory.primaryWasReadOnly && !server.facts.isReadOnlyByHand && hasRestarted(observation, server) && writable.length === 0 && isFollowedByMajority(observation, server, replicas, limits.quorum) && isEmpty(comparison.onlyReplicas) && isInWriterHostgroup(observation, server) && !followsAny(observation, server);
}
function isFollowedByMajority(observation, server, replicas, mode) {
  const voters = votersOf(observation, []);
  const allAnswer = votersAllAnswer(observation);
  const isWitness = (one) => allAnswer || !hasRestartedSinceLastSeen(observation, one);
  const following = replicas.filter((replica) => replica.channel.receiver !== "stopped" && isWitness(replica.server)).map((replica) => replica.server);
  return agreeingOf(voters, [server, ...following]) >= neededOf(voters, mode);
}
function votersAllAnswer(observation) {
  const voters = votersOf(observation, []);
  const answering2 = observation.servers.filter((one) => one.answers);
  return agreeingOf(voters, answering2) === voters.length;
}
function receivedOverChannel({ server, channel }) {
  const all = server.facts.channels.length === 1 ? receivedBy(server) : channel.retrieved;
  return ofOtherServers(all, server.facts.serverUuid);
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
  const writable = writableServers(observation);
  return writable.length < 2 ? [] : writable.filter(({ facts }) => givenUp.includes(facts.serverUuid));
}
function haltedAmong(replicas, memory) {
  if (memory === null) return [];
  return replicas.filter(
    ({ server: { facts }, channel }) => channel.applierError === "" && !isRefusedBySource(channel) && (channel.receiver === "stopped" && memory.halted.includes(facts.serverUuid) || channel.applier === "stopped" && memory.haltedAppliers.includes(facts.serverUuid))
  );
}
function givenUpAmong(observation, primary) {
  if (followsAny(observation, primary) || primary.facts.readOnly && !votersAllAnswer(observation)) return [];
  const { memoryRows, runtimeRows } = observation;
  return replicasOf(observation, primary).filter(
    (replica) => hasGivenUp(replica) && mayFindItNow(replica, primary) && rowsOfServer([...memoryRows, ...runtimeRows], replica.server).length > 0 && !isApart(observation, replica.server) && !hasPersonsOrder(observation, replica.server) && !isQuarantined(observation, replica.server)
  );
}
function mayFindItNow({ channel: { receiverErrorSecondsAgo: gaveUpAgo } }, { facts }) {
  return gaveUpAgo === null || gaveUpAgo > TRY_AGAIN_S || gaveUpAgo > facts.uptimeSeconds - STARTING_S;
}
function straysFrom(observation, primary) {
  if (!primary.answers || primary.facts.readOnly || followsAny(observation, primary)) return [];
  const executed = primary.facts.gtidExecuted;
  const { memory } = observation;
  const halted = memory === null || memory.recovery !== null ? [] : memory.halted;
  const near = replicasOf(observation, primary).map(({ server }) => server);
  const strays = observation.servers.filter((source) => source !== primary && promotedInPlaceOf(observation, source, primary) === null).flatMap((source) => {
    const isFormer = isQuarantined(observation, source) && !isStranger(observation, source) || setAsideReplica(observation, source)?.why === "catchesUp";
    const replicas = replicasOf(observation, source);
    const isHalted = ({ server, channel }) => halted.includes(server.facts.serverUuid) && channel.receiver !== "connected";
    const isFound = ({ channel }) => !source.answers && channel.receiver === "connected";
    return replicas.filter((replica) => isFormer ? !isFound(replica) : isHalted(replica));
  }).filter(
    (stray) => stray.server !== primary && !near.includes(stray.server) && isEmpty(subtract(receivedOfCluster(stray, executed), executed))
  );
  return [...new Map(strays.map((stray) => [stray.server, stray])).values()];
}
function receivedOfCluster({ server, channel }, executed) {
  const all = receivedBy(server);
  if (server.facts.channels.length === 1) return all;
  const ours = new Set([...executed.keys(), ...channel.retrieved.keys()].map(uuidIn)).add(server.facts.serverUuid);
  return ofServers(all, ours);
}
function isStranger({ memory }, server) {
  return memory?.strangers.includes(uuidOf(server) ?? "") === true;
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
    if (replica === void 0 && isApart(observation, server)) continue;
    const because = replica === void 0 ? whyNotFollowing(observation, server, strays) : whyNotReplicating(replica.channel);
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
  for (const other of observation.servers) {
    if (other === server || isQuarantined(observation, other)) continue;
    const replica = replicasOf(observation, other).find((one) => one.server === server);
    if (replica !== void 0) return whyNotReplicating(replica.channel);
  }
  const source = observation.servers.find((other) => server.facts.channels.some((channel) => follows(channel, other)));
  if (source !== void 0) return `it follows ${nameOf2(source)}, which is in quarantine`;
  return server.facts.channels.length === 0 ? "it follows no server" : "it follows a server that is not of this cluster";
}
function decidedPromotion(situation) {
  const { promoting, observation } = situation;
  if (promoting === null || !promoting.answers) return null;
  const isDecided = promoting.facts.readOnly ? !followsAny(observation, promoting) && !isOutdone(situation, promoting) : !isWritableByAccident(observation, promoting);
  return isDecided ? promoting : null;
}
function isOutdone({ observation, primary, replicas }, promoting) {
  const recovery = observation.memory?.recovery ?? null;
  const failed = recovery?.failedPrimary;
  const isPassedOver = recovery?.passedOver.includes(promoting.facts.serverUuid) === true;
  const own = receivedBy(promoting);
  const old = primary?.server;
  const followers = replicasOf(observation, promoting).map(({ server }) => server);
  if (failed !== void 0 && old?.answers && isFailedPrimary(old, failed) && !isToldToStayOut(observation, old))
    return !followers.includes(old) && contains(old.facts.gtidExecuted, own);
  return replicas.some(({ server }) => {
    if (followers.includes(server)) return false;
    const theirs = ofOtherServers(receivedBy(server), server.facts.serverUuid);
    return contains(theirs, own) && (isPassedOver || !contains(own, theirs));
  });
}
var NO_DIFFERENCE, STARTING_S, TRY_AGAIN_S;
var init_situation = __esm({
  "src/diagnose/situation.ts"() {
    "use strict";
    init_gtid_set();
    init_errant();
    init_former_primary();
    init_identified_primary();
    init_moved_primary();
    init_readers();
    init_replicating();
    init_topology();
    init_voters();
    init_witnesses();
    init_writable();
    init_writer_hostgroup();
    NO_DIFFERENCE = { onlyReplicas: EMPTY_GTID_SET, onlyPrimary: EMPTY_GTID_SET };
    STARTING_S = 10;
    TRY_AGAIN_S = 60;
  }
});

// src/diagnose/diagnose.ts
function diagnose(observation, limits, leftOut = []) {
  const situation = drawSituation(observation, limits);
  for (const row of CONDITIONS) {
    if (leftOut.includes(row.name)) continue;
    const diagnosis = row.diagnose(situation);
    if (diagnosis !== null) return diagnosis;
  }
  throw new Error("the diagnosis table has no last row");
}
function unfinished({ observation: { memory } }) {
  return memory?.recovery ?? null;
}
function unfinishedPromotion(s) {
  const recovery = unfinished(s);
  const promoted = decidedPromotion(s);
  return recovery === null || promoted === null || isSucceeded(s) ? null : { promoted, recovery };
}
function promotionRuns(s) {
  return unfinished(s) !== null && decidedPromotion(s) === null;
}
function isSucceeded(s) {
  const failed = unfinished(s)?.failedPrimary;
  if (failed === void 0 || !s.promoting?.answers || !s.promoting.facts.readOnly) return false;
  return s.writable.some((one) => !isFailedPrimary(one, failed) && !followsAny(s.observation, one));
}
function mayHaveTakenWrites(s) {
  const { promoting, observation } = s;
  if (promoting === null || promoting.answers) return null;
  const isByOthers = unfinished(s)?.diagnosis === FOLLOWED;
  const isKnown = isByOthers || unfinished(s)?.takesWrites === true;
  const isOrdered = unfinished(s)?.isOrdered === true;
  const neverServed = isDown(promoting.reason) && (s.replicas.length > 0 || hasStayedDown(observation, promoting));
  const mayServe = isOrdered && s.limits.quorum === "majority" && !neverServed;
  return hasServed(observation, promoting) || mayServe || isWriter(s, promoting) || isAlive(promoting.reason) || isKnown ? promoting : null;
}
function isWriter({ observation }, promoting) {
  const { isOrdered = false, downAtUptime = null } = observation.memory?.recovery ?? {};
  const isUnloaded = isOrdered && downAtUptime !== null;
  return isInWriterHostgroup(isUnloaded ? { ...observation, memoryRows: [] } : observation, promoting);
}
function rivalsInTheWay(s) {
  const isReadOnly2 = answering(s)?.facts.readOnly === true;
  const isReplaced = s.primaryState === "gone" || failedPrimaryThatStaysOut(s) !== null;
  if (failedPrimaryThatIsBack(s) === null && !isReadOnly2 && !isReplaced) return [];
  return s.rivals.filter(({ isSource, hasMore }) => !isReplaced || isSource || hasMore);
}
function failedPrimaryThatIsBack(s) {
  const back = failedPrimaryThatAnswers(s);
  return back === null || isToldToStayOut(s.observation, back.primary) ? null : back;
}
function failedPrimaryThatStaysOut(s) {
  const back = failedPrimaryThatAnswers(s);
  return back !== null && isToldToStayOut(s.observation, back.primary) ? back : null;
}
function failedPrimaryThatAnswers(s) {
  const recovery = unfinished(s);
  const primary = answering(s);
  if (recovery === null || primary === null || !promotionRuns(s)) return null;
  const isAlone = isFailedPrimary(primary, recovery.failedPrimary) && !followsAny(s.observation, primary) && s.writable.every((one) => one === primary);
  return isAlone ? { primary, recovery } : null;
}
function primaryThatLost(s) {
  const { memory } = s.observation;
  const primary = answering(s);
  if (primary === null || memory?.primary == null || memory.recovery !== null) return null;
  if (!isKnownAs(primary, memory.primary) || !hasRestarted(s.observation, primary)) return null;
  const had = executedWhenSeen(s.observation, primary.facts.serverUuid);
  if (had === null || contains(primary.facts.gtidExecuted, had)) return null;
  const isAlone = s.writable.every((one) => one === primary);
  return isAlone && !isEmpty(s.comparison.onlyReplicas) ? { primary } : null;
}
function strangerInItsPlace(s) {
  const known = s.observation.memory?.primary ?? null;
  const stranger = answering(s);
  if (known === null || stranger === null || !isAt(stranger, known)) return null;
  if (s.observation.servers.some((server) => isKnownAs(server, known))) return null;
  return isEmpty(s.comparison.onlyReplicas) ? null : stranger;
}
function intruders({ judged }) {
  return judged.kind === "decided" ? judged.intruders : null;
}
function answering({ primary }) {
  return primary?.server.answers ? primary.server : null;
}
function withPrimary(s, them) {
  const primary = answering(s);
  return primary === null || them.length === 0 ? null : { primary, them };
}
function howItDoes(primary) {
  if (primary === null) return "does not answer";
  return primary.facts.readOnly ? "is read-only" : "is too, in quarantine";
}
function primaryName({ primary }) {
  return primary === null ? "the primary" : nameOf2(primary.server);
}
function namesOf(them) {
  return them.map(({ server }) => nameOf2(server)).join(", ");
}
function whatIsBroken(broken) {
  const hidden = broken.filter(({ server }) => !server.answers && !isDown(server.reason));
  const known = broken.filter((one) => !hidden.includes(one));
  return [
    ...known.length === 0 ? [] : [`${namesOf(known)} does not replicate`],
    ...hidden.length === 0 ? [] : [`${namesOf(hidden)} cannot be looked at`]
  ].join("; ");
}
function whatTheConnectedTell({ connected, askedInVain }) {
  const canTell = connected.some(({ server }) => askedInVain.every((one) => one.server !== server));
  return canTell ? "its replicas can" : `and ${namesOf(connected)}, which had a connection to it, could not be asked`;
}
function isStopped({ channel }) {
  return channel.receiver === "stopped";
}
function takingWrites({ writable, withdrawn }) {
  return [...writable, ...withdrawn];
}
function wanting({ observation, returned }) {
  return returned.filter((one) => isToFence(observation, one) || one.state.kind === "toRejoin");
}
var WAS_REPLACED, SEE_THEM, LET_THE_PRIMARY_HAVE_THEM, LOOK_AT_THE_MONITOR, CONDITIONS;
var init_diagnose = __esm({
  "src/diagnose/diagnose.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    init_finished_recoveries();
    init_advice();
    init_condition();
    init_counted();
    init_evidence();
    init_former_primary();
    init_has_served();
    init_left_in_quarantine();
    init_lost_rows();
    init_semi_sync_to_restore();
    init_semi_sync_waits();
    init_situation();
    init_topology();
    WAS_REPLACED = "was the primary, took writes beside it, or was left behind by a failover";
    SEE_THEM = "mysqlbinlog --include-gtids shows what is in them";
    LET_THE_PRIMARY_HAVE_THEM = "If they changed nothing that matters: commit an empty transaction for each on the primary (SET GTID_NEXT)";
    LOOK_AT_THE_MONITOR = "look at ProxySQL\u2019s monitor, which moves servers between the hostgroups (mysql_server_read_only_log, mysql-monitor_username)";
    CONDITIONS = [
      condition({
        name: "rowsLost",
        when: ({ observation }) => failoverWithLostRows(observation),
        says: ({ observation: { cluster } }) => `ProxySQL has come back without a server of ${cluster.name}: it was stopped in the middle of a failover while it saved them`,
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s)],
        action: (recovery) => ({ kind: "restoreRows", recovery })
      }),
      condition({
        name: "noServers",
        when: (s) => s.observation.servers.length === 0,
        says: ({ observation: { cluster } }) => `hostgroups ${cluster.writerHostgroup} and ${cluster.readerHostgroup} have no server in mysql_servers`,
        evidence: () => [],
        advice: "check writerHostgroup and readerHostgroup in the config, or insert the servers and LOAD MYSQL SERVERS TO RUNTIME"
      }),
      condition({
        name: "givenUpServerWritable",
        when: (s) => some(s.givenUp),
        says: (_, givenUp) => `${givenUp.map(nameOf2).join(", ")} was given up in the middle of its promotion and is writable after all`,
        evidence: (s, givenUp) => [...givenUp.map(readOnlyEvidence), ...primaryEvidence(s)],
        action: (givenUp, s) => ({ kind: "fence", servers: [.../* @__PURE__ */ new Set([...givenUp, ...intruders(s) ?? []])] })
      }),
      condition({
        name: "primaryMovedElsewhere",
        when: (s) => hostgroupEvidence(s).length === 0 && s.moved,
        says: (_, { primary, former }) => `another host or a person has made ${nameOf2(primary)} the primary in place of ${nameOf2(former)}`,
        evidence: movedEvidence,
        action: (moved) => ({ kind: "follow", moved })
      }),
      condition({
        name: "unfinishedPromotion",
        when: unfinishedPromotion,
        says: (_, { promoted }) => `an earlier run promoted ${nameOf2(promoted)} and did not finish`,
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
        action: (promotion) => ({ kind: "finishPromotion", ...promotion })
      }),
      condition({
        name: "promotedServerLost",
        when: (s) => promotionRuns(s) && mayHaveTakenWrites(s),
        says: (_, promoting) => `${nameOf2(promoting)} was being promoted and no longer answers`,
        evidence: (s) => [recoveryEvidence(s), ...silentEvidence(s), ...replicaEvidence(s)],
        advice: "it may have taken writes: bring it back if you can. If not: make the replica that is to take over writable (STOP REPLICA, RESET REPLICA ALL, SET GLOBAL read_only = OFF), put it into the writer hostgroup, and delete the cluster\u2019s row from disk.proxysql_failover_state"
      }),
      condition({
        name: "primaryMayHaveMoved",
        when: (s) => s.writable.every((one) => one === s.primary?.server) && some(rivalsInTheWay(s)),
        says: (s, rivals) => `${namesOf(rivals)} may be the primary by now, in place of ${primaryName(s)}`,
        evidence: (s, rivals) => [...rivals.flatMap(rivalEvidence), ...primaryEvidence(s), ...replicaEvidence(s)],
        advice: `if it is the primary, bring it back or make it writable; if it is not, let it and what follows it replicate from the primary, or ${KEEP_OUT}`
      }),
      condition({
        name: "primaryReturned",
        when: (s) => (isEmpty(s.comparison.onlyReplicas) || waitsForReplicas(s)) && failedPrimaryThatIsBack(s),
        says: (_, { primary }) => `${nameOf2(primary)} answers again, before any server was promoted in its place`,
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
        action: (back, { idle }) => ({ kind: "takePrimaryBack", ...back, idle })
      }),
      condition({
        name: "primaryReturnedWithLess",
        when: (s) => isEmpty(s.comparison.onlyPrimary) && (failedPrimaryThatIsBack(s) ?? primaryThatLost(s)),
        says: (_, { primary }) => `${nameOf2(primary)} answers again, and lacks what a replica has received from it`,
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
        action: ({ primary }) => ({ kind: "failOver", primary })
      }),
      condition({
        name: "primaryReturnedDiverged",
        when: (s) => failedPrimaryThatIsBack(s) ?? primaryThatLost(s),
        says: (_, { primary }) => `${nameOf2(primary)} answers again, and it and its replicas each have what the other lacks`,
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
        advice: "decide whose transactions may go (mysqlbinlog --include-gtids shows them), make that server the writer in mysql_servers and let the others follow it, then delete the cluster\u2019s row from disk.proxysql_failover_state"
      }),
      condition({
        name: "primaryReturnedKeptOut",
        when: failedPrimaryThatStaysOut,
        says: (_, { primary }) => `${nameOf2(primary)} answers again, and a person keeps it in quarantine`,
        evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
        action: ({ primary }) => ({ kind: "failOver", primary })
      }),
      condition({
        name: "hostgroupsContradict",
        when: (s) => some(hostgroupEvidence(s)),
        says: ({ observation: { cluster } }) => `the hostgroups of ${cluster.name} contradict mysql_replication_hostgroups`,
        evidence: hostgroupEvidence,
        advice: "give both the same writer/reader pair, and a quarantineHostgroup that no pair uses"
      }),
      condition({
        name: "unsupportedPrimary",
        when: ({ unsupported, primary }) => unsupported.find((server) => server === primary?.server) ?? null,
        says: (_, primary) => `the primary ${nameOf2(primary)} is not a server this program can work with`,
        evidence: (s) => [...unsupportedEvidence(s), ...replicaEvidence(s)],
        advice: "take it out of the cluster\u2019s hostgroups"
      }),
      condition({
        name: "anotherServerAtPrimary",
        when: strangerInItsPlace,
        says: (_, stranger) => `another server than the primary answers at ${nameOf2(stranger)}, and it lacks what the replicas of that one have`,
        evidence: (s, stranger) => [
          `${nameOf2(stranger)} has the server_uuid ${stranger.facts.serverUuid}, the primary had ${s.observation.memory?.primary?.serverUuid ?? "none"}`,
          ...primaryEvidence(s),
          ...comparisonEvidence(s),
          ...replicaEvidence(s)
        ],
        advice: "if it is to be the primary, let it first have what they have (SET GLOBAL super_read_only = OFF, then CLONE INSTANCE FROM one of them); if not, stop it, and the next run fails over"
      }),
      condition({
        name: "intruderWritable",
        when: intruders,
        says: (s, servers) => {
          const known = knownPrimary(s.observation);
          const isNamed = known !== null && servers.some((server) => server === s.primary?.server);
          const because = isNamed ? `${nameOf2(known)} was the primary when all was well` : `${primaryName(s)} is the primary`;
          return `${servers.map(nameOf2).join(", ")} takes writes, and ${because}`;
        },
        evidence: (s) => [
          ...s.writable.map(readOnlyEvidence),
          ...primaryEvidence(s),
          ...s.observation.servers.flatMap(followingEvidence)
        ],
        action: (servers) => ({ kind: "fence", servers })
      }),
      condition({
        name: "writersUndecided",
        when: ({ judged }) => judged.kind === "undecided" && judged.writers,
        says: (s) => `ProxySQL sends writes to ${s.writable.map(nameOf2).join(" and ")}, and nothing tells which of them is the primary`,
        evidence: (s) => [...s.writable.map(readOnlyEvidence), ...s.observation.servers.flatMap(followingEvidence)],
        action: (writers) => ({ kind: "withdrawWriters", writers })
      }),
      condition({
        name: "moreThanOneWritable",
        when: (s) => takingWrites(s).length > 1 || takingWrites(s).some((server) => s.primary !== null && server !== s.primary.server),
        says: (s) => takingWrites(s).length > 1 ? `more than one server is writable: ${takingWrites(s).map(nameOf2).join(", ")}` : `${takingWrites(s).map(nameOf2).join()} is writable, and ${primaryName(s)}, the primary by all else, ${howItDoes(answering(s))}`,
        evidence: (s) => [...takingWrites(s).map(readOnlyEvidence), ...primaryEvidence(s), ...replicaEvidence(s)],
        advice: "decide which is the primary, SET GLOBAL super_read_only = ON on every other, and see that the primary is in the writer hostgroup; nothing is promoted meanwhile"
      }),
      condition({
        name: "primaryRestartedReadOnly",
        when: (s) => restartedReadOnly(s) && answering(s),
        says: (_, primary) => `the primary ${nameOf2(primary)} was restarted and came back read-only`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: (primary) => ({ kind: "makePrimaryWritable", primary })
      }),
      condition({
        name: "noPrimaryKnown",
        when: (s) => s.primary === null,
        says: () => "no primary: no server is writable, and replication does not lead to one server",
        evidence: (s) => [
          ...silentEvidence(s),
          ...unsupportedEvidence(s),
          ...s.observation.servers.flatMap(followingEvidence)
        ],
        advice: "make the right server writable (SET GLOBAL read_only = OFF) and put it into the writer hostgroup"
      }),
      condition({
        name: "formerPrimaryReturned",
        when: (s) => withPrimary(s, wanting(s)),
        says: (_, { them }) => `${namesOf(them)} ${WAS_REPLACED}, and answers again`,
        evidence: (s, { them }) => [...them.map(describeReturned), ...primaryEvidence(s)],
        action: ({ primary, them }) => ({ kind: "rejoin", primary, returned: them })
      }),
      condition({
        name: "strayReplicas",
        when: (s) => unfinished(s) === null && s.strays.length + s.idle.length > 0 && answering(s),
        says: ({ strays, idle }) => `${namesOf([...strays, ...idle])} was left behind by a failover`,
        evidence: (s) => [...primaryEvidence(s), ...s.strays.map(describeReplica), ...s.idle.map(describeReplica)],
        action: (primary, { strays, idle }) => ({ kind: "repointStrays", primary, strays, idle })
      }),
      condition({
        name: "receiverGaveUp",
        when: (s) => unfinished(s) === null && s.gaveUp.length > 0 && answering(s),
        says: (s, primary) => `${namesOf(s.gaveUp)} has given up looking for the primary ${nameOf2(primary)}, which answers`,
        evidence: (s) => [...primaryEvidence(s), ...s.gaveUp.map(describeReplica)],
        action: (primary, { gaveUp }) => ({ kind: "repointStrays", primary, strays: [], idle: gaveUp })
      }),
      condition({
        name: "primaryReadOnly",
        when: (s) => answering(s)?.facts.readOnly === true,
        says: (s) => `the primary ${primaryName(s)} is read-only`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        advice: "if it is the right server: SET GLOBAL read_only = OFF there"
      }),
      condition({
        name: "primaryNotInWriterHostgroup",
        when: (s) => s.primaryInWriterHostgroup ? null : answering(s),
        says: (s) => `the primary ${primaryName(s)} is not in writer hostgroup ${s.observation.cluster.writerHostgroup}`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: (primary, s) => leftInQuarantine(s) === null ? { kind: "none" } : { kind: "takePrimaryBack", primary, recovery: null, idle: s.idle },
        advice: "put it there in mysql_servers, then LOAD MYSQL SERVERS TO RUNTIME"
      }),
      condition({
        name: "readerInTrouble",
        when: (s) => withPrimary(s, s.toSetAside),
        says: (_, { them }) => `${namesOf(them)} serves reads and should not, while another reader is well`,
        evidence: (_, { them }) => them.map(({ server, because }) => `${nameOf2(server)}: ${because}`),
        action: ({ primary, them }) => ({ kind: "setReadersAside", primary, readers: them })
      }),
      condition({
        name: "readerRecovered",
        when: (s) => withPrimary(s, s.toReadmit),
        says: (_, { them }) => `${them.map(nameOf2).join(", ")} was set aside and can serve reads again`,
        evidence: (_, { them }) => them.flatMap(followingEvidence),
        action: ({ primary, them }) => ({ kind: "readmitReaders", primary, readers: them })
      }),
      condition({
        name: "primaryReadsInVain",
        when: (s) => s.primaryReadsInVain && answering(s),
        says: (_, primary) => `${nameOf2(primary)} serves reads as no other reader was left when it was promoted, and another one serves them again`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: (primary) => ({ kind: "endReadsOnPrimary", primary })
      }),
      condition({
        name: "semiSyncToRestore",
        when: restorableSemiSync,
        says: (_, { primary }) => `${nameOf2(primary)} waits for fewer replicas (semi-sync) than the primary before it, and enough that confirm are connected`,
        evidence: (s) => [...primaryEvidence(s), ...semiSyncEvidence(s), ...replicaEvidence(s)],
        action: (restorable) => ({ kind: "restoreSemiSync", ...restorable })
      }),
      condition({
        name: "primaryNotWriterAtRuntime",
        when: (s) => s.amissWriters?.notAtRuntime ?? null,
        says: (_, primary) => `the primary ${nameOf2(primary)} is a writer in memory and not at runtime: ProxySQL sends it no writes`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        advice: `LOAD MYSQL SERVERS TO RUNTIME; where it does not stay there, ${LOOK_AT_THE_MONITOR}`
      }),
      condition({
        name: "readOnlyWriter",
        when: (s) => some(s.amissWriters?.readOnly ?? []),
        says: (s, servers) => `${servers.map(nameOf2).join(", ")} takes no writes and is in writer hostgroup ${s.observation.cluster.writerHostgroup}: ProxySQL sends it some`,
        evidence: (s, servers) => [...servers.map(readOnlyEvidence), ...primaryEvidence(s)],
        advice: `take its row out of there in mysql_servers, then LOAD MYSQL SERVERS TO RUNTIME; where it comes back, ${LOOK_AT_THE_MONITOR}`
      }),
      condition({
        name: "writesWaitForReplicas",
        when: waitsInVain,
        says: (s) => `writes on the primary ${primaryName(s)} wait for confirmations of replicas that are not there`,
        evidence: (s) => [...primaryEvidence(s), ...semiSyncEvidence(s), ...replicaEvidence(s), ...silentEvidence(s)],
        advice: "bring a replica back, or SET GLOBAL rpl_semi_sync_source_enabled = OFF on the primary; rpl_semi_sync_source_timeout there bounds the wait"
      }),
      condition({
        name: "formerPrimaryDiverged",
        when: (s) => some(s.returned.filter(({ state }) => state.kind === "diverged")),
        says: (s, them) => `${namesOf(them)} ${WAS_REPLACED}, and has transactions that ${primaryName(s)} lacks`,
        evidence: (s, them) => [...them.map(describeReturned), ...primaryEvidence(s)],
        advice: `it stays in quarantine. ${SEE_THEM}. If they may go: ${REBUILD_IT}, or take its row out of mysql_servers. ${LET_THE_PRIMARY_HAVE_THEM}, then it follows by itself (unless autoRejoin is false)`
      }),
      condition({
        name: "formerPrimaryCannotFollow",
        when: (s) => some(s.returned.filter(({ state }) => state.kind === "cannotFollow")),
        says: (s, them) => `${namesOf(them)} ${WAS_REPLACED}, and cannot follow ${primaryName(s)}`,
        evidence: (s, them) => [...them.map(describeReturned), ...primaryEvidence(s)],
        advice: `it stays in quarantine: remove what stands in its way and it serves reads again by itself (unless autoRejoin is false); ${REBUILD_IT}, or take its row out of mysql_servers`
      }),
      condition({
        name: "unsupportedServer",
        when: ({ unsupported, primaryState }) => primaryState === "answers" && some(unsupported),
        says: (_, unsupported) => `${unsupported.map(nameOf2).join(", ")}: not a server this program can work with`,
        evidence: unsupportedEvidence,
        advice: "take it out of the cluster\u2019s hostgroups"
      }),
      condition({
        name: "primaryWithoutReplicas",
        when: (s) => s.primaryState === "answers" && s.replicas.length === 0 && s.broken.length === 0,
        says: (s) => `the primary ${primaryName(s)} is writable and has no replica`,
        evidence: (s) => [...primaryEvidence(s), ...quarantineEvidence(s)],
        advice: "if it died now, nothing could take its place: add a replica to the reader hostgroup"
      }),
      condition({
        name: "replicaBroken",
        when: (s) => s.primaryState === "answers" && some(s.broken),
        says: (_, broken) => whatIsBroken(broken),
        evidence: (_, broken) => broken.map(({ server, because }) => `${nameOf2(server)}: ${because}`),
        advice: "let it replicate, and answer this host; or take it out of mysql_servers"
      }),
      condition({
        name: "replicaLagging",
        when: (s) => s.primaryState === "answers" && some(s.lagging),
        says: (_, lagging) => `${namesOf(lagging)} lags`,
        evidence: (_, lagging) => lagging.map(describeReplica),
        advice: "a failover now would first have to apply what it received"
      }),
      condition({
        name: "serverInQuarantine",
        when: (s) => s.primaryState === "answers" && some(s.quarantined),
        says: (_, quarantined) => `${quarantined.map(nameOf2).join(", ")} is in quarantine and answers`,
        evidence: (s, quarantined) => [...quarantined.map(readOnlyEvidence), ...primaryEvidence(s)],
        advice: "let it follow the primary (CHANGE REPLICATION SOURCE TO), then move its row from the quarantine to the reader hostgroup; or take it out of mysql_servers"
      }),
      condition({
        name: "errantTransactions",
        when: (s) => s.primaryState === "answers" && some(s.errant),
        says: (s, errant) => `${namesOf(errant)} has transactions that the primary ${primaryName(s)} never had`,
        evidence: (s, errant) => [...errant.map(describeErrant), ...primaryEvidence(s)],
        advice: `they would come back with a failover, or a failover would be refused for them. ${SEE_THEM}. If they may go: rebuild that replica (there SET GLOBAL super_read_only = OFF, then CLONE INSTANCE FROM, and let it follow again). ${LET_THE_PRIMARY_HAVE_THEM}`
      }),
      condition({
        name: "healthy",
        when: (s) => s.primaryState === "answers",
        says: (s) => `the primary ${primaryName(s)} is writable, ${counted(s.replicas.length, "replica")} replicating`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...quarantineEvidence(s)]
      }),
      condition({
        name: "formerPrimaryWritable",
        when: ({ primary, observation }) => primary !== null && some(writableFormerPrimaries(observation, primary.server)),
        says: (s, servers) => `${servers.map(nameOf2).join(", ")} was the primary before ${primaryName(s)}, which does not answer, and takes writes`,
        evidence: (s, servers) => [...servers.map(readOnlyEvidence), ...primaryEvidence(s)],
        action: (servers) => ({ kind: "fence", servers })
      }),
      condition({
        name: "primaryRefusesThisHost",
        when: (s) => s.primaryState === "alive",
        says: (s) => `the primary ${primaryName(s)} is alive but does not let this program in`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        advice: 'check the account in "mysql" of the config, its grants, and max_connections on the server'
      }),
      condition({
        name: "deadPrimaryAndReplicas",
        when: (s) => s.replicas.length === 0 && s.silent.length > 0,
        says: (s) => `neither the primary ${primaryName(s)} nor any server that replicates directly from it answers`,
        evidence: (s) => [...primaryEvidence(s), ...silentEvidence(s), ...s.observation.servers.flatMap(followingEvidence)],
        advice: "look at the network between this host and the servers first; nothing can be promoted. If they are gone and a server further down has everything: make that one writable, put it into the writer hostgroup and let the others follow it"
      }),
      condition({
        name: "deadPrimaryWithoutReplicas",
        when: (s) => s.replicas.length === 0,
        says: (s) => `the primary ${primaryName(s)} does not answer and no replica of it is known`,
        evidence: primaryEvidence,
        advice: "bring the primary back; nothing can be promoted"
      }),
      condition({
        name: "suspectedDeadPrimary",
        when: (s) => s.primaryState === "gone" && s.suspects.length > 0 && !s.isConfirmedAlive && s.primary,
        says: (s) => `this host cannot reach the primary ${primaryName(s)}, and ${namesOf(s.suspects)} may not have noticed yet`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
        action: ({ server }, { suspects }) => ({ kind: "askReplicas", primary: server, suspects })
      }),
      condition({
        name: "unreachablePrimary",
        when: (s) => s.connected.length + s.turnedAway.length > 0 || s.primaryState === "unclear",
        says: (s) => s.connected.length > 0 ? `this host cannot reach the primary ${primaryName(s)}, ${whatTheConnectedTell(s)}` : s.turnedAway.length > 0 ? `this host cannot reach the primary ${primaryName(s)}, and it has just answered ${namesOf(s.turnedAway)} with an error` : `this host cannot tell whether the primary ${primaryName(s)} is alive`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...askedInVainEvidence(s)],
        advice: "look at the network between this host and the primary; a replica that hears from it, or that it refuses, is proof that it lives"
      }),
      condition({
        name: "deadPrimaryUnconfirmed",
        when: (s) => s.witnesses.length === 0,
        says: (s) => `the primary ${primaryName(s)} does not answer, and no replica can say whether it is alive: ${s.replicas.every(isStopped) ? "their receivers are stopped" : "none of their receivers has looked for it just now"}`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...askedInVainEvidence(s)],
        advice: "START REPLICA on a replica whose receiver is stopped: what it finds decides"
      }),
      condition({
        name: "deadPrimaryAndSomeReplicas",
        when: (s) => s.silent.length > 0 && s.primary,
        says: (s, { server }) => `the primary ${nameOf2(server)} is dead, and ${counted(s.silent.length, "other server")} with it`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...silentEvidence(s), ...unsupportedEvidence(s)],
        action: ({ server }) => ({ kind: "failOver", primary: server })
      }),
      condition({
        name: "deadPrimary",
        when: ({ primary }) => primary,
        says: (_, { server }) => `the primary ${nameOf2(server)} is dead`,
        evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...unsupportedEvidence(s)],
        action: ({ server }) => ({ kind: "failOver", primary: server })
      })
    ];
  }
});

// src/mysql/quote.ts
function quoteMysql(value) {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
var init_quote = __esm({
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
function startReplica(channel) {
  return `START REPLICA${forChannel(channel)}`;
}
function stopReplica(channel) {
  return `STOP REPLICA${forChannel(channel)}`;
}
function resetReplica(channel) {
  return `RESET REPLICA ALL${forChannel(channel)}`;
}
function changeSource(channel, source, heartbeatSeconds) {
  const address = `SOURCE_HOST = ${quoteMysql(source.host)}, SOURCE_PORT = ${source.port}`;
  return `CHANGE REPLICATION SOURCE TO ${address}, SOURCE_HEARTBEAT_PERIOD = ${heartbeatSeconds}${forChannel(channel)}`;
}
function changeReceiverSetting(channel, option, value) {
  const change = `CHANGE REPLICATION SOURCE TO ${option} = ${value}${forChannel(channel)}`;
  return [stopReceiver(channel), change, startReceiver(channel)].join("; ");
}
function followSource(channel, source, user, settings) {
  const { heartbeatSeconds, connectRetrySeconds, retryCount, tls } = settings;
  const options = [
    `SOURCE_HOST = ${quoteMysql(source.host)}`,
    `SOURCE_PORT = ${source.port}`,
    `SOURCE_USER = ${quoteMysql(user)}`,
    "SOURCE_AUTO_POSITION = 1",
    "GET_SOURCE_PUBLIC_KEY = 1",
    `SOURCE_CONNECT_RETRY = ${connectRetrySeconds}`,
    `SOURCE_RETRY_COUNT = ${retryCount}`,
    `SOURCE_HEARTBEAT_PERIOD = ${heartbeatSeconds}`,
    ...Object.entries(tls).map(([option, value]) => `${option} = ${/^[01]$/.test(value) ? value : quoteMysql(value)}`)
  ];
  return `${WITH_PASSWORD}${PASSWORD_PLACEHOLDER}, ${options.join(", ")}${forChannel(channel)}`;
}
function needsPassword(statement) {
  return statement.startsWith(`${WITH_PASSWORD}${PASSWORD_PLACEHOLDER},`);
}
function withPassword(statement, password2) {
  return needsPassword(statement) ? statement.replace(PASSWORD_PLACEHOLDER, () => quoteMysql(password2)) : statement;
}
function selectBusyAppliers(channel) {
  return `SELECT PROCESSLIST_ID AS id FROM performance_schema.replication_applier_status_by_worker JOIN performance_schema.threads USING (THREAD_ID) WHERE ${CHANNEL_NAME} = ${quoteMysql(channel)} AND RTRIM(APPLYING_TRANSACTION) <> ''`;
}
function killConnection(id) {
  return `KILL CONNECTION ${Number(id)}`;
}
function setSemiSync(naming, on) {
  return `SET ${semiSyncEnabled(naming, on)}`;
}
function setSemiSyncSource(naming, waitForReplicaCount, on) {
  const count = naming === "source" ? "source_wait_for_replica_count" : "master_wait_for_slave_count";
  return `SET GLOBAL rpl_semi_sync_${count} = ${waitForReplicaCount}, ${semiSyncEnabled(naming, on)}`;
}
function semiSyncEnabled(naming, on) {
  return `GLOBAL rpl_semi_sync_${naming}_enabled = ${on ? "ON" : "OFF"}`;
}
function showSemiSyncClients(naming) {
  return `SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_${naming}_clients'`;
}
function selectMissing(set) {
  return `SELECT GTID_SUBTRACT(${quoteMysql(formatGtidSet(set))}, @@GLOBAL.gtid_executed) AS missing`;
}
function forChannel(channel) {
  return ` FOR CHANNEL ${quoteMysql(channel)}`;
}
function setWaitTimeout(seconds) {
  return `SET SESSION wait_timeout = ${seconds}`;
}
var VARIABLES, NAMES, STATUS, SHOW_VARIABLES, CHANNEL_NAME, NOW, HEARD_AT, FAILED_AGO, SELECT_OWN_STATE, SHOW_REPLICA_STATUS, SHOW_REPLICAS, PASSWORD_PLACEHOLDER, WITH_PASSWORD, WRITABLE_WITHIN_SECONDS, IN_TIME, MAKE_WRITABLE, MAKE_READ_ONLY, SELECT_APPLICATION_CONNECTIONS, SELECT_READ_ONLY, RUN_LOCK, GET_RUN_LOCK, HAS_RUN_LOCK, LET_BACKSLASH_ESCAPE;
var init_statements = __esm({
  "src/mysql/statements.ts"() {
    "use strict";
    init_gtid_set();
    init_quote();
    VARIABLES = [
      "version",
      "version_comment",
      "server_uuid",
      "server_id",
      "read_only",
      "super_read_only",
      "offline_mode",
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
      "rpl_semi_sync_source_timeout",
      "rpl_semi_sync_master_timeout",
      "rpl_semi_sync_source_wait_no_replica",
      "rpl_semi_sync_master_wait_no_slave",
      "group_replication_group_name",
      "wsrep_on",
      "replica_net_timeout",
      "slave_net_timeout"
    ];
    NAMES = VARIABLES.map(quoteMysql).join(", ");
    STATUS = [
      "Uptime",
      "Rpl_semi_sync_source_status",
      "Rpl_semi_sync_master_status",
      "Rpl_semi_sync_source_wait_sessions",
      "Rpl_semi_sync_master_wait_sessions",
      "Rpl_semi_sync_source_clients",
      "Rpl_semi_sync_master_clients"
    ];
    SHOW_VARIABLES = `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${NAMES})`;
    CHANNEL_NAME = "RTRIM(CHANNEL_NAME)";
    NOW = "(UNIX_TIMESTAMP() + MICROSECOND(NOW(6)) / 1000000)";
    HEARD_AT = "GREATEST(UNIX_TIMESTAMP(LAST_HEARTBEAT_TIMESTAMP), UNIX_TIMESTAMP(LAST_QUEUED_TRANSACTION_END_QUEUE_TIMESTAMP), UNIX_TIMESTAMP(QUEUEING_TRANSACTION_START_QUEUE_TIMESTAMP))";
    FAILED_AGO = `${NOW} - NULLIF(UNIX_TIMESTAMP(LAST_ERROR_TIMESTAMP), 0)`;
    SELECT_OWN_STATE = `SELECT CAST((SELECT JSON_OBJECTAGG(VARIABLE_NAME, VARIABLE_VALUE) FROM performance_schema.global_variables WHERE VARIABLE_NAME IN (${NAMES})) AS CHAR) AS variables, CAST((SELECT JSON_OBJECTAGG(VARIABLE_NAME, VARIABLE_VALUE) FROM performance_schema.global_status WHERE VARIABLE_NAME IN (${STATUS.map(quoteMysql).join(", ")})) AS CHAR) AS status, UNIX_TIMESTAMP() AS now, @@GLOBAL.gtid_executed AS gtid_executed, @@GLOBAL.gtid_purged AS gtid_purged, CAST((SELECT JSON_OBJECTAGG(${CHANNEL_NAME}, JSON_OBJECT('period', HEARTBEAT_INTERVAL, 'heard', UNIX_TIMESTAMP() - NULLIF(FLOOR(${HEARD_AT}), 0), 'failed', ${FAILED_AGO}, 'thread', THREAD_ID)) FROM performance_schema.replication_connection_configuration JOIN performance_schema.replication_connection_status USING (CHANNEL_NAME)) AS CHAR) AS heartbeats, CAST((SELECT JSON_OBJECTAGG(VARIABLE_NAME, JSON_OBJECT('ago', ${NOW} - UNIX_TIMESTAMP(SET_TIME), 'own', IF(SET_USER = SUBSTRING_INDEX(USER(), '@', 1), 1, 0))) FROM performance_schema.variables_info WHERE VARIABLE_NAME IN ('read_only', 'super_read_only') AND VARIABLE_SOURCE = 'DYNAMIC') AS CHAR) AS read_only_set, @@GLOBAL.read_only AND NOT @@GLOBAL.super_read_only AND EXISTS (SELECT 1 FROM performance_schema.events_statements_current WHERE EVENT_NAME = 'statement/clone/client' AND END_EVENT_ID IS NULL) AS cloning`;
    SHOW_REPLICA_STATUS = "SHOW REPLICA STATUS";
    SHOW_REPLICAS = "SHOW REPLICAS";
    PASSWORD_PLACEHOLDER = "<replication.password>";
    WITH_PASSWORD = "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = ";
    WRITABLE_WITHIN_SECONDS = 5;
    IN_TIME = `${NOW} < @proxysql_failover_until`;
    MAKE_WRITABLE = [
      `SET @proxysql_failover_until = ${NOW} + ${WRITABLE_WITHIN_SECONDS}`,
      `SET GLOBAL super_read_only = IF(${IN_TIME}, 0, @@GLOBAL.super_read_only), GLOBAL read_only = IF(${IN_TIME}, 0, @@GLOBAL.read_only)`
    ];
    MAKE_READ_ONLY = ["SET GLOBAL super_read_only = ON"];
    SELECT_APPLICATION_CONNECTIONS = "SELECT PROCESSLIST_ID AS id FROM performance_schema.threads WHERE NAME LIKE '%one_connection' AND PROCESSLIST_ID <> CONNECTION_ID() AND PROCESSLIST_USER <> SUBSTRING_INDEX(USER(), '@', 1) AND PROCESSLIST_COMMAND NOT LIKE 'Binlog Dump%'";
    SELECT_READ_ONLY = "SELECT @@GLOBAL.read_only AS read_only, @@GLOBAL.super_read_only AS super_read_only";
    RUN_LOCK = quoteMysql("proxysql-failover");
    GET_RUN_LOCK = `SELECT GET_LOCK(${RUN_LOCK}, 0) AS locked`;
    HAS_RUN_LOCK = `SELECT IS_USED_LOCK(${RUN_LOCK}) = CONNECTION_ID() AS locked`;
    LET_BACKSLASH_ESCAPE = "SET SESSION sql_mode = ''";
  }
});

// src/diagnose/slow-settings.ts
function slowSettings(replicas) {
  return replicas.flatMap((replica) => {
    const name = nameOf2(replica.server);
    return RULES2.filter(({ isSlow }) => isSlow(replica)).map(({ says }) => `${name}: ${says(replica)}`);
  });
}
var PATIENT, RULES2;
var init_slow_settings = __esm({
  "src/diagnose/slow-settings.ts"() {
    "use strict";
    init_statements();
    init_topology();
    PATIENT = 86400;
    RULES2 = [
      {
        isSlow: ({ server }) => server.facts.netTimeoutSeconds > 10,
        says: ({ server }) => `replica_net_timeout is ${server.facts.netTimeoutSeconds} s: so long its receiver takes a primary for alive whose host has vanished. SET PERSIST replica_net_timeout = 4`
      },
      {
        isSlow: ({ channel }) => channel.heartbeatSeconds === 0 || channel.heartbeatSeconds > 5,
        says: ({ channel }) => `SOURCE_HEARTBEAT_PERIOD is ${channel.heartbeatSeconds === 0 ? "0, none is sent" : `${channel.heartbeatSeconds} s`}: so long an idle primary gives no sign of life. ` + changeReceiverSetting(channel.name, "SOURCE_HEARTBEAT_PERIOD", 1)
      },
      {
        isSlow: ({ channel }) => channel.connectRetrySeconds > 5,
        says: ({ channel }) => `SOURCE_CONNECT_RETRY is ${channel.connectRetrySeconds} s: so long it replicates nothing after a primary that was restarted is back. ` + changeReceiverSetting(channel.name, "SOURCE_CONNECT_RETRY", 1)
      },
      {
        isSlow: ({ channel }) => channel.connectRetrySeconds * channel.retryCount < PATIENT && channel.retryCount !== 0,
        says: ({ channel }) => `SOURCE_RETRY_COUNT is ${channel.retryCount}: after ${channel.retryCount * channel.connectRetrySeconds} s without a primary its receiver stops for good. ` + changeReceiverSetting(channel.name, "SOURCE_RETRY_COUNT", PATIENT)
      }
    ];
  }
});

// src/plan/anti-flapping.ts
function whyTooSoon(observation, limits) {
  const { memory, at, cluster } = observation;
  if (memory === null || memory.recovery !== null) return null;
  const counted2 = unacknowledged(recoveriesOfTheDay(memory, at));
  const block = blockedByTheLast(counted2, at, limits) ?? blockedByTheDay(counted2, limits);
  if (block === null) return null;
  return {
    refused: `${block.because}; blocked until ${new Date(block.until).toISOString()}`,
    advice: `find out why it failed over, then: proxysql-failover acknowledge --cluster ${quotedForShell(cluster.name)}`,
    verdicts: []
  };
}
function blockedByTheLast(counted2, at, { recoveryPeriodBlockMs }) {
  const last = counted2.at(-1);
  if (last === void 0 || at - last.endedAt >= recoveryPeriodBlockMs) return null;
  return {
    because: `the failover from ${last.oldPrimary} to ${last.newPrimary} (${last.id}) ended less than recoveryPeriodBlockMs (${recoveryPeriodBlockMs} ms) ago`,
    until: last.endedAt + recoveryPeriodBlockMs
  };
}
function blockedByTheDay(counted2, { maxFailoversPerDay }) {
  if (maxFailoversPerDay === 0) return null;
  const oldest = counted2.at(-maxFailoversPerDay);
  if (oldest === void 0) return null;
  return {
    because: `there were ${counted2.length} failovers within 24 hours and maxFailoversPerDay is ${maxFailoversPerDay}: ${counted2.map(({ id }) => id).join(", ")}`,
    until: oldest.endedAt + DAY_MS
  };
}
function quotedForShell(name) {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
var init_anti_flapping = __esm({
  "src/plan/anti-flapping.ts"() {
    "use strict";
    init_finished_recoveries();
  }
});

// src/proxysql/quote.ts
function quoteAdmin(value) {
  return `'${value.replaceAll("'", "''")}'`;
}
var init_quote2 = __esm({
  "src/proxysql/quote.ts"() {
    "use strict";
  }
});

// src/observe/memory-shape.ts
function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}
function isMoment(value) {
  return isNumber(value) && !Number.isNaN(new Date(value).getTime());
}
function isPort(value) {
  return isNumber(value) && Number.isInteger(value) && value >= 0 && value <= 65535;
}
function isGtidSet(value) {
  if (!isText(value)) return false;
  try {
    parseGtidSet(value);
    return true;
  } catch {
    return false;
  }
}
function orNull(isIt) {
  return (value) => value === null || isIt(value);
}
function orMissing(isIt) {
  return (value) => value === void 0 || isIt(value);
}
function either(isA, isB) {
  return (value) => isA(value) || isB(value);
}
function oneOf(...texts) {
  return (value) => texts.some((text2) => text2 === value);
}
function listOf(isOne) {
  return (value) => Array.isArray(value) && value.every(isOne);
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function recordOf(guards) {
  const entries = Object.entries(guards);
  return (value) => isObject(value) && entries.every(([name, isIt]) => isIt(value[name]));
}
function textsByName(value) {
  return isObject(value) && Object.values(value).every(isText);
}
var isText, isFlag, isTexts, endpoint, isEndpoints, isKnownServer, tried, areAsked, areUnstoppable, failedPrimary, isSetAside, isTrouble, isLastSeen, isSemiSync, isSemiSyncToRestore, isReceiverSettings, isServerRow, isRecovery, isFinished, isCondition, isWritten;
var init_memory_shape = __esm({
  "src/observe/memory-shape.ts"() {
    "use strict";
    init_gtid_set();
    isText = (value) => typeof value === "string";
    isFlag = (value) => typeof value === "boolean";
    isTexts = listOf(isText);
    endpoint = { host: isText, port: isPort };
    isEndpoints = listOf(recordOf(endpoint));
    isKnownServer = recordOf({ ...endpoint, serverUuid: isText });
    tried = { serverUuid: isText, at: isMoment };
    areAsked = listOf(recordOf({ ...tried, receiverThread: orMissing(orNull(isNumber)) }));
    areUnstoppable = listOf(recordOf(tried));
    failedPrimary = {
      serverUuid: orNull(isText),
      endpoints: (value) => isEndpoints(value) && value.length > 0
    };
    isSetAside = either(
      recordOf({
        ...failedPrimary,
        why: oneOf("formerPrimary"),
        asideAtUptime: orMissing(orNull(isNumber)),
        triedAt: orNull(isMoment)
      }),
      recordOf({
        ...failedPrimary,
        why: oneOf("catchesUp", "doesNotReplicate", "lags"),
        mustHave: isGtidSet,
        wellSince: orNull(isMoment)
      })
    );
    isTrouble = recordOf({
      serverUuid: isText,
      since: isMoment,
      endedAt: orMissing(orNull(isMoment))
    });
    isLastSeen = recordOf({
      serverUuid: isText,
      at: isMoment,
      heldAtUptime: isNumber,
      gtidExecuted: isGtidSet
    });
    isSemiSync = recordOf({
      waitForReplicaCount: orMissing(isNumber),
      timeoutMs: orMissing(isNumber),
      waitsWithoutReplicas: orMissing(isFlag),
      isActive: orMissing(isFlag),
      unknownReplicas: orMissing(isNumber)
    });
    isSemiSyncToRestore = recordOf({
      waitForReplicaCount: isNumber,
      left: orNull(
        recordOf({
          serverUuid: isText,
          sourceEnabled: isFlag,
          waitForReplicaCount: isNumber
        })
      )
    });
    isReceiverSettings = recordOf({
      heartbeatSeconds: isNumber,
      connectRetrySeconds: isNumber,
      retryCount: isNumber,
      tls: textsByName
    });
    isServerRow = recordOf({
      hostgroup: isNumber,
      hostname: isText,
      port: isNumber,
      gtidPort: isNumber,
      status: oneOf("ONLINE", "SHUNNED", "OFFLINE_SOFT", "OFFLINE_HARD"),
      weight: isNumber,
      compression: isNumber,
      maxConnections: isNumber,
      maxReplicationLag: isNumber,
      useSsl: isNumber,
      maxLatencyMs: isNumber,
      comment: isText
    });
    isRecovery = recordOf({
      id: isText,
      startedAt: isMoment,
      diagnosis: isText,
      failedPrimary: recordOf(failedPrimary),
      rowsBefore: listOf(isServerRow),
      promoting: orNull(isKnownServer),
      takesWrites: orMissing(isFlag),
      isOrdered: orMissing(isFlag),
      downAtUptime: orMissing(orNull(isNumber)),
      isUntold: orMissing(isFlag),
      received: orMissing(isGtidSet),
      passedOver: orMissing(isTexts),
      stillApplying: orMissing(isTexts),
      unstoppable: orMissing(areUnstoppable),
      semiSyncBefore: orMissing(
        listOf(recordOf({ serverUuid: isText, sourceEnabled: isFlag }))
      ),
      loss: orMissing(orNull(isText)),
      isPlannedChange: orMissing(isFlag)
    });
    isFinished = recordOf({
      id: isText,
      endedAt: isMoment,
      oldPrimary: isText,
      newPrimary: isText,
      acknowledgedAt: orNull(isMoment)
    });
    isCondition = recordOf({
      diagnosis: isText,
      since: isMoment,
      lastSaid: isMoment
    });
    isWritten = recordOf({
      cluster: orMissing(isText),
      primary: orMissing(orNull(isKnownServer)),
      primaryStartedAt: orMissing(orNull(isNumber)),
      primaryWasReadOnly: orMissing(isFlag),
      primaryWasSilent: orMissing(isFlag),
      followers: orMissing(isTexts),
      farther: orMissing(listOf(recordOf({ serverUuid: isText, sourceUuid: isText }))),
      lastSeen: orMissing(orNull(isLastSeen)),
      semiSync: orMissing(orNull(isSemiSync)),
      semiSyncToRestore: orMissing(orNull(isSemiSyncToRestore)),
      servers: orMissing(listOf(isKnownServer)),
      condition: orMissing(orNull(isCondition)),
      halted: orMissing(isTexts),
      haltedAppliers: orMissing(isTexts),
      asked: orMissing(areAsked),
      givenUp: orMissing(isTexts),
      setAside: orMissing(listOf(isSetAside)),
      troubledReaders: orMissing(listOf(isTrouble)),
      readsOnPrimary: orMissing(isFlag),
      writersAmissSince: orMissing(orNull(isMoment)),
      primaryOutSince: orMissing(orNull(isMoment)),
      strangers: orMissing(isTexts),
      receiverSettings: orMissing(orNull(isReceiverSettings)),
      recovery: orMissing(orNull(isRecovery)),
      finished: orMissing(listOf(isFinished))
    });
  }
});

// src/observe/memory.ts
function asFormerPrimary({ serverUuid, endpoints }, asideAtUptime) {
  return { serverUuid, endpoints, why: "formerPrimary", asideAtUptime, triedAt: null };
}
function givingUpChosen(memory, kept, hostUptime2) {
  const { givenUp, setAside, recovery } = memory;
  const isKept = (serverUuid2) => serverUuid2 === kept;
  const chosen = recovery?.promoting ?? null;
  if (chosen === null || recovery?.isUntold || isKept(chosen.serverUuid)) {
    return { ...memory, givenUp: givenUp.filter((serverUuid2) => !isKept(serverUuid2)) };
  }
  const { host, port: port2, serverUuid } = chosen;
  const isKnown = setAside.some((one) => one.serverUuid === serverUuid);
  return {
    ...memory,
    givenUp: [.../* @__PURE__ */ new Set([...givenUp, serverUuid])].filter((one) => !isKept(one)),
    setAside: isKnown ? setAside : [...setAside, asFormerPrimary({ serverUuid, endpoints: [{ host, port: port2 }] }, hostUptime2)]
  };
}
function emptyMemory(cluster) {
  return {
    cluster,
    primary: null,
    primaryStartedAt: null,
    primaryWasReadOnly: false,
    primaryWasSilent: false,
    followers: [],
    farther: [],
    lastSeen: null,
    semiSync: null,
    semiSyncToRestore: null,
    servers: [],
    condition: null,
    halted: [],
    haltedAppliers: [],
    asked: [],
    givenUp: [],
    setAside: [],
    troubledReaders: [],
    readsOnPrimary: false,
    writersAmissSince: null,
    primaryOutSince: null,
    strangers: [],
    receiverSettings: null,
    recovery: null,
    finished: []
  };
}
function memoryOf({
  cluster,
  memory
}) {
  return memory ?? emptyMemory(cluster.name);
}
function replaceMemory(memory, at) {
  const { cluster, primary, condition: condition2, recovery } = memory;
  const values = [
    cluster,
    isoTime(at),
    primary === null ? null : endpointName(primary),
    condition2?.diagnosis ?? null,
    condition2 === null ? null : isoTime(condition2.since),
    recovery?.id ?? null,
    JSON.stringify(memory)
  ];
  const literals = values.map((value) => value === null ? "NULL" : quoteAdmin(value));
  return `INSERT OR REPLACE INTO disk.proxysql_failover_state (cluster, updated_at, primary_server, diagnosis, diagnosis_since, unfinished_recovery, memory) VALUES (${literals.join(", ")})`;
}
function renameMemory(from, to) {
  return `UPDATE disk.proxysql_failover_state SET cluster = ${quoteAdmin(to)} WHERE cluster = ${quoteAdmin(from)}`;
}
function isoTime(at) {
  return new Date(at).toISOString();
}
function parseMemory(row) {
  const cluster = row.cluster ?? "";
  try {
    const written = JSON.parse(row.memory ?? "");
    if (!isWritten(written)) throw new Error("it is not what this program writes");
    const { recovery = null, semiSync = null, asked = [], setAside = [], troubledReaders = [], ...rest } = written;
    return {
      ...emptyMemory(cluster),
      ...rest,
      // A person may have renamed the cluster in the table.
      cluster,
      semiSync: semiSync === null ? null : { ...UNKNOWN_SEMI_SYNC, ...semiSync },
      asked: asked.map((one) => ({ ...one, receiverThread: one.receiverThread ?? null })),
      setAside: setAside.map(
        (one) => one.why === "formerPrimary" ? { ...one, asideAtUptime: one.asideAtUptime ?? null } : one
      ),
      troubledReaders: troubledReaders.map((one) => ({ ...one, endedAt: one.endedAt ?? null })),
      recovery: recovery === null ? null : { ...UNKNOWN_YET, ...recovery }
    };
  } catch {
    throw new UnreadableMemory(
      `disk.proxysql_failover_state: the memory of cluster '${cluster}' cannot be read; delete its row, and the next run starts from what it sees`
    );
  }
}
var CREATE_STATE_TABLE, SELECT_MEMORIES, UnreadableMemory, UNKNOWN_SEMI_SYNC, UNKNOWN_YET;
var init_memory = __esm({
  "src/observe/memory.ts"() {
    "use strict";
    init_session();
    init_quote2();
    init_memory_shape();
    CREATE_STATE_TABLE = "CREATE TABLE IF NOT EXISTS disk.proxysql_failover_state (cluster VARCHAR PRIMARY KEY NOT NULL, updated_at VARCHAR NOT NULL, primary_server VARCHAR, diagnosis VARCHAR, diagnosis_since VARCHAR, unfinished_recovery VARCHAR, memory VARCHAR NOT NULL)";
    SELECT_MEMORIES = "SELECT cluster, unfinished_recovery, memory FROM disk.proxysql_failover_state";
    UnreadableMemory = class extends Error {
    };
    UNKNOWN_SEMI_SYNC = {
      waitForReplicaCount: 1,
      timeoutMs: 0,
      waitsWithoutReplicas: false,
      isActive: true,
      unknownReplicas: 0
    };
    UNKNOWN_YET = {
      takesWrites: false,
      isOrdered: false,
      downAtUptime: null,
      isUntold: false,
      received: "",
      passedOver: [],
      stillApplying: [],
      unstoppable: [],
      semiSyncBefore: [],
      loss: null,
      isPlannedChange: false
    };
  }
});

// src/plan/steps.ts
function stage(title, steps) {
  return { title, steps, thenLookAgain: "never", underLock: false };
}
function stages(all) {
  return all.filter(({ steps }) => steps.length > 0);
}
function isRefusal(plan) {
  return "refused" in plan;
}
var PROMOTES_NOBODY;
var init_steps = __esm({
  "src/plan/steps.ts"() {
    "use strict";
    PROMOTES_NOBODY = { loss: null, verdicts: [] };
  }
});

// src/proxysql/server-rows.ts
function parseServerRow(row) {
  return {
    hostgroup: Number(row.hostgroup_id),
    hostname: String(row.hostname ?? ""),
    port: Number(row.port),
    gtidPort: Number(row.gtid_port),
    status: parseStatus(String(row.status ?? "")),
    weight: Number(row.weight),
    compression: Number(row.compression),
    maxConnections: Number(row.max_connections),
    maxReplicationLag: Number(row.max_replication_lag),
    useSsl: Number(row.use_ssl),
    maxLatencyMs: Number(row.max_latency_ms),
    comment: String(row.comment ?? "")
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
function serverKey(row) {
  return endpointName({ host: row.hostname, port: row.port });
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
    init_session();
    init_quote2();
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
  const gone2 = before.filter((row) => !wanted.has(rowKey(row)));
  const come = after.filter((row) => !present.has(rowKey(row)));
  const changed = after.filter((row) => {
    const known = present.get(rowKey(row));
    return known !== void 0 && !sameRow(known, row);
  });
  if (after.length === 0) return gone2.length === 0 ? [] : [deleteStatement(gone2)];
  if (gone2.length === 0) return come.length + changed.length === 0 ? [] : [insertStatement([...changed, ...come])];
  const moves = assignTargets(gone2, come, after);
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
function assignTargets(gone2, come, after) {
  const free = [...come];
  const moves = [];
  const waiting = [];
  for (const from of gone2) {
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
    init_quote2();
    init_server_rows();
  }
});

// src/plan/steps-on-proxysql.ts
function rewriteStep(says, cluster, memoryRows, rowsAfter, verified = cluster.writerHostgroup) {
  const load = loadStep(says, cluster, rowsAfter, verified);
  return { ...load, statements: [...rewriteStatements(memoryRows, rowsAfter), ...load.statements] };
}
function loadStep(says, cluster, rows, verified = cluster.writerHostgroup) {
  return {
    says,
    on: { kind: "proxysql" },
    statements: [LOAD_SERVERS_TO_RUNTIME],
    timeoutMs: LOAD_TIMEOUT_MS,
    verify: {
      query: selectServers("runtime_mysql_servers", verified),
      expect: { kind: "servers", servers: serversIn(rows, verified) },
      withinMs: LOADED_WITHIN_MS
    },
    // Somebody else's LOAD came between, or ProxySQL's monitor acts on what it read before: what is there now decides.
    undo: [],
    ifItFails: "lookAgain"
  };
}
function prepareStep(says, cluster, memoryRows, rowsAfter, timeoutMs) {
  return {
    ...saveStep(cluster, writersIn(rowsAfter, cluster), timeoutMs),
    says,
    statements: [...rewriteStatements(memoryRows, rowsAfter), SAVE_SERVERS_TO_DISK],
    ifItFails: "goOn"
  };
}
function writersIn(rows, cluster) {
  return serversIn(rows, cluster.writerHostgroup);
}
function serversIn(rows, hostgroup2) {
  return rows.filter((row) => row.hostgroup === hostgroup2 && row.status !== "OFFLINE_HARD").map((row) => ({ host: row.hostname, port: row.port }));
}
function selectServers(table, hostgroup2) {
  return `SELECT hostname, port FROM ${table} WHERE hostgroup_id = ${hostgroup2} AND status <> 'OFFLINE_HARD'`;
}
function saveStep(cluster, servers, timeoutMs, hostgroup2 = cluster.writerHostgroup) {
  return {
    says: "save the hostgroups to disk",
    on: { kind: "proxysql" },
    statements: [SAVE_SERVERS_TO_DISK],
    timeoutMs,
    verify: {
      query: selectServers("disk.mysql_servers", hostgroup2),
      expect: { kind: "servers", servers },
      withinMs: SAVED_WITHIN_MS
    },
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
var LOAD_TIMEOUT_MS, LOADED_WITHIN_MS, SAVED_WITHIN_MS;
var init_steps_on_proxysql = __esm({
  "src/plan/steps-on-proxysql.ts"() {
    "use strict";
    init_memory();
    init_rewrite();
    init_server_rows();
    LOAD_TIMEOUT_MS = 1e4;
    LOADED_WITHIN_MS = 2e3;
    SAVED_WITHIN_MS = 500;
  }
});

// src/plan/halted.ts
function rememberStopped(memory, replicas, observation, timeouts) {
  const halted = withHalted(memory, replicas);
  if (halted.length === memory.halted.length) return [];
  const says = "remember which replicas are stopped for a moment";
  return [stage("remember", [rememberStep(says, { ...memory, halted }, observation.at, timeouts.statementTimeoutMs)])];
}
function withHalted({ halted }, replicas) {
  return [.../* @__PURE__ */ new Set([...halted, ...replicas.map(({ server }) => server.facts.serverUuid)])];
}
function stoppedApplierOf({ haltedAppliers }, { server }) {
  return haltedAppliers.includes(server.facts.serverUuid);
}
var init_halted = __esm({
  "src/plan/halted.ts"() {
    "use strict";
    init_steps();
    init_steps_on_proxysql();
  }
});

// src/plan/hostgroups.ts
function effectiveRows(memory, runtime) {
  const inMemory = new Map(memory.map((row) => [rowKey(row), row]));
  const atRuntime = new Set(runtime.map(serverKey));
  const placed = runtime.map((row) => inMemory.get(rowKey(row)) ?? { ...row, status: statusFromMonitor(row) });
  const places = new Set(placed.map(rowKey));
  const isLeftOut = (row) => !atRuntime.has(serverKey(row)) || row.status === "OFFLINE_HARD" && !places.has(rowKey(row));
  return [...placed, ...memory.filter(isLeftOut)];
}
function configuredRows(memory, runtime) {
  const inMemory = new Set(memory.map(serverKey));
  return [...memory, ...effectiveRows(memory, runtime).filter((row) => !inMemory.has(serverKey(row)))];
}
function isLoaded({ runtimeRows }, rows) {
  const atRuntime = new Map(runtimeRows.map((row) => [rowKey(row), row]));
  return rows.every((row) => {
    const loaded = atRuntime.get(rowKey(row));
    return loaded !== void 0 && sameRow({ ...loaded, status: row.status }, row);
  });
}
function leavingRows({ memoryRows, runtimeRows }) {
  const rows = effectiveRows(memoryRows, runtimeRows);
  return { ...PROMOTES_NOBODY, rowsBefore: rows, rowsAfter: rows };
}
function takenAlong({ deletedElsewhere: deletedElsewhere2 }, { rowsBefore: rowsBefore2, rowsAfter }) {
  if (deletedElsewhere2.length === 0 || rewriteStatements(rowsBefore2, rowsAfter).length === 0) return null;
  const rows = deletedElsewhere2.map((row) => `${serverKey(row)} in hostgroup ${row.hostgroup}`).join(", ");
  return `LOAD MYSQL SERVERS TO RUNTIME also takes out what somebody has deleted from mysql_servers and not loaded yet: ${rows}`;
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
function movedTo(hostgroup2, from, rows, which) {
  const moves = (row) => row.hostgroup === from && which(row);
  const moved = rows.filter(moves).map((row) => ({ ...row, hostgroup: hostgroup2 }));
  return withoutDoubles([...moved, ...rows.filter((row) => !moves(row))]);
}
function handOver(observation, { oldPrimary, newPrimary, before }, rows) {
  const { cluster, servers, replicationHostgroups } = observation;
  const isMonitored = replicationHostgroups.some(({ readerHostgroup }) => readerHostgroup === cluster.readerHostgroup);
  const silent = servers.filter((server) => !server.answers).flatMap(({ endpoints }) => endpoints);
  const succession = { oldPrimary, newPrimary, before, silent: isMonitored ? null : silent };
  const rowsAfter = rowsAfterSuccession(succession, rows, cluster);
  return { rowsAfter, readsOnPrimary: isLastReader(succession, rowsAfter, cluster) };
}
function isLastReader({ oldPrimary, newPrimary, before }, rowsAfter, { writerHostgroup, readerHostgroup }) {
  const has = (rows, who, hostgroup2) => rows.some((row) => row.hostgroup === hostgroup2 && isOf(row, who));
  const oldServedReads = has(before, oldPrimary, writerHostgroup) && has(before, oldPrimary, readerHostgroup);
  return has(rowsAfter, newPrimary, readerHostgroup) && !oldServedReads;
}
function rowsAfterSuccession(succession, rows, cluster) {
  const { writerHostgroup, readerHostgroup, quarantineHostgroup } = cluster;
  const { oldPrimary, newPrimary, before, silent } = succession;
  const find = (from, who, hostgroup2) => from.find((row) => row.hostgroup === hostgroup2 && isOf(row, who));
  const oldWriter = find(before, oldPrimary, writerHostgroup);
  const oldReader = find(before, oldPrimary, readerHostgroup);
  const asReader = rows.filter((row) => isOf(row, newPrimary)).map((row) => ({ ...row, hostgroup: readerHostgroup }));
  const newReader = find(before, newPrimary, readerHostgroup) ?? find(rows, newPrimary, readerHostgroup) ?? (isOnlyIn(quarantineHostgroup, rows, newPrimary) ? asReader[0] : void 0);
  const newWriter = find(rows, newPrimary, writerHostgroup) ?? find(before, newPrimary, writerHostgroup);
  const own = newReader ?? newWriter ?? rows.find((row) => isOf(row, newPrimary));
  const others = rows.filter((row) => !isOf(row, newPrimary) && !isOf(row, oldPrimary));
  const result = withoutWriters(others, cluster);
  if (own !== void 0) {
    const role = oldWriter ?? find(rows, oldPrimary, quarantineHostgroup) ?? own;
    result.push({ ...withRole(own, role), hostgroup: writerHostgroup, status: "ONLINE" });
    if (newReader !== void 0) {
      if (oldWriter !== void 0 && oldReader !== void 0) result.push(withRole(newReader, oldReader));
      else if (silent !== null && !result.some((row) => servesReads(row, cluster) && !isOf(row, silent)))
        result.push(newReader);
    }
  }
  const oldRow = find(rows, oldPrimary, quarantineHostgroup) ?? oldWriter ?? oldReader;
  if (oldRow !== void 0) {
    const readerRole = newReader ?? oldReader ?? oldRow;
    result.push({ ...withRole(oldRow, readerRole), hostgroup: quarantineHostgroup });
  }
  return withoutDoubles(result);
}
function asWriter(own, { writerHostgroup, quarantineHostgroup }) {
  if (own.some((row) => row.hostgroup === writerHostgroup)) return [...own];
  return own.map((row) => row.hostgroup === quarantineHostgroup ? { ...row, hostgroup: writerHostgroup } : row);
}
function withoutWriters(rows, { writerHostgroup, readerHostgroup }) {
  return movedTo(readerHostgroup, writerHostgroup, rows, () => true);
}
function isOnlyIn(hostgroup2, rows, who) {
  return rows.filter((row) => isOf(row, who)).every((row) => row.hostgroup === hostgroup2);
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
function nameIn(rows, { endpoints }) {
  const row = rows.find((one) => isOf(one, endpoints));
  return row === void 0 ? endpoints[0] : { host: row.hostname, port: row.port };
}
function isOf(row, endpoints) {
  return endpoints.some((endpoint2) => sameEndpoint(endpoint2, { host: row.hostname, port: row.port }));
}
var init_hostgroups = __esm({
  "src/plan/hostgroups.ts"() {
    "use strict";
    init_readers();
    init_session();
    init_rewrite();
    init_server_rows();
    init_steps();
  }
});

// src/plan/steps-on-mysql.ts
function onServer(server) {
  return { kind: "mysql", server: nameOf2(server), endpoint: server.endpoints[0] };
}
function askStep({ server, channel }, timeouts) {
  const { name, receiver, receiverWaits } = channel;
  return {
    says: `ask ${nameOf2(server)} to connect to the primary anew`,
    on: onServer(server),
    statements: [
      ...receiver === "connected" || receiverWaits ? [stopReceiver(name)] : [],
      ...receiver === "connecting" && !receiverWaits ? [] : [startReceiver(name)]
    ],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: showReplicaStatus(name),
      expect: { kind: "receiverConnects" },
      withinMs: timeouts.reconnectTimeoutMs
    },
    undo: [],
    ifItFails: "isAnAnswer"
  };
}
function stopReceiverStep({ server, channel }, timeouts) {
  return {
    says: `stop the receiver of ${nameOf2(server)}`,
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
function startReplicaStep({ server, channel }, startsApplier, timeouts) {
  return {
    says: `let ${nameOf2(server)} replicate again`,
    on: onServer(server),
    statements: [
      ...channel.receiver === "stopped" ? [startReceiver(channel.name)] : [],
      ...startsApplier ? startApplierIfStopped(channel) : []
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: {
        kind: "values",
        values: { Replica_IO_Running: "Yes", ...startsApplier ? { Replica_SQL_Running: "Yes" } : {} }
      }
    },
    undo: [],
    ifItFails: "goOn"
  };
}
function fetchStep(candidate, donor, mustHave, timeouts) {
  const { server, channel } = candidate;
  return {
    says: `let ${nameOf2(server)} fetch from ${nameOf2(donor)} what only that one received`,
    on: onServer(server),
    statements: [
      ...channel.receiver === "stopped" ? [] : [stopReceiver(channel.name)],
      changeSource(channel.name, donor.endpoints[0], channel.heartbeatSeconds),
      startReceiver(channel.name),
      ...startApplierIfStopped(channel)
    ],
    timeoutMs: timeouts.applyTimeoutMs,
    verify: {
      query: selectMissing(mustHave),
      expect: { kind: "nothingMissing", column: "missing" },
      threads: { query: showReplicaStatus(channel.name), receives: true }
    },
    undo: [stopReceiver(channel.name)],
    ifItFails: "stop"
  };
}
function applyStep({ server, channel }, mustHave, timeouts) {
  return {
    says: `let ${nameOf2(server)} apply everything it received`,
    on: onServer(server),
    // One that has everything would begin with the transaction whose rest the source never sent.
    statements: contains(server.facts.gtidExecuted, mustHave) ? [] : startApplierIfStopped(channel),
    timeoutMs: timeouts.applyTimeoutMs,
    verify: {
      query: selectMissing(mustHave),
      expect: { kind: "nothingMissing", column: "missing" },
      threads: { query: showReplicaStatus(channel.name), receives: false }
    },
    undo: [],
    ifItFails: "stop"
  };
}
function startApplierIfStopped(channel) {
  return channel.applier === "stopped" ? [startApplier(channel.name)] : [];
}
function fenceStep(server, timeouts) {
  return {
    says: `make ${nameOf2(server)} read-only`,
    on: onServer(server),
    kills: SELECT_APPLICATION_CONNECTIONS,
    statements: [...endWaitForReplicas(server), ...MAKE_READ_ONLY],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: "values", values: { read_only: "1", super_read_only: "1" } }
    },
    undo: [],
    ifItFails: "stop"
  };
}
function endWaitForReplicas({ facts }) {
  const { naming, waitingSessions } = facts.semiSync;
  return naming !== null && waitingSessions > 0 ? [setSemiSync(naming, false)] : [];
}
function makeWritableStep(server, channel, timeouts) {
  return {
    says: `make ${nameOf2(server)} the primary: it takes writes`,
    on: onServer(server),
    ...channel === null ? {} : { killsMeanwhile: selectBusyAppliers(channel.name) },
    statements: [
      // First: where this host stands still in the middle, what it has seen and its locks may be over.
      SET_DEADLINE,
      ...channel === null ? [] : [stopReplica(channel.name), ...trial(server), resetReplica(channel.name)],
      MAKE_WRITABLE_BY_THEN
    ],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: "values", values: { read_only: "0", super_read_only: "0" } }
    },
    undo: [...MAKE_READ_ONLY],
    ifItFails: "stop"
  };
}
function stillWritableStep(server, says) {
  return {
    says,
    on: onServer(server),
    statements: [],
    timeoutMs: LIVES_WITHIN_MS,
    verify: {
      query: SELECT_READ_ONLY,
      expect: { kind: "values", values: { read_only: "0", super_read_only: "0" } },
      withinMs: 0
    },
    undo: [],
    ifItFails: "stop"
  };
}
function trial({ facts }) {
  return facts.superReadOnly ? MAKE_READ_ONLY : [];
}
function rejoinStep(server, channel, source, user, settings, timeouts) {
  const name = channel?.name ?? "";
  const [endpoint2] = source.endpoints;
  return {
    says: `let ${nameOf2(server)} follow ${endpointName(endpoint2)}`,
    on: onServer(server),
    statements: [
      ...channel === null ? [] : [stopReplica(name)],
      followSource(name, endpoint2, user, settings),
      startReplica(name)
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(name),
      expect: {
        kind: "values",
        values: { Replica_IO_Running: "Yes", Replica_SQL_Running: "Yes", Source_UUID: source.facts.serverUuid }
      }
    },
    undo: [],
    ifItFails: "stop"
  };
}
function repointStep({ server, channel }, source, startsApplier, timeouts) {
  const endpoint2 = source.endpoints[0];
  return {
    says: `let ${nameOf2(server)} follow ${endpointName(endpoint2)}`,
    on: onServer(server),
    statements: [
      ...channel.receiver === "stopped" ? [] : [stopReceiver(channel.name)],
      changeSource(channel.name, endpoint2, channel.heartbeatSeconds),
      startReceiver(channel.name),
      ...startsApplier ? startApplierIfStopped(channel) : []
    ],
    timeoutMs: timeouts.repointTimeoutMs,
    verify: {
      query: showReplicaStatus(channel.name),
      expect: { kind: "values", values: { Replica_IO_Running: "Yes", Source_UUID: source.facts.serverUuid } },
      source: endpoint2
    },
    undo: [],
    ifItFails: "goOn"
  };
}
var SET_DEADLINE, MAKE_WRITABLE_BY_THEN, LIVES_WITHIN_MS;
var init_steps_on_mysql = __esm({
  "src/plan/steps-on-mysql.ts"() {
    "use strict";
    init_topology();
    init_gtid_set();
    init_session();
    init_statements();
    [SET_DEADLINE, MAKE_WRITABLE_BY_THEN] = MAKE_WRITABLE;
    LIVES_WITHIN_MS = 1e3;
  }
});

// src/plan/ask.ts
function planAsking(observation, { primary, suspects }, timeouts) {
  const memory = memoryOf(observation);
  const uuids = suspects.map(({ server }) => server.facts.serverUuid);
  const first = suspects.slice(0, 1);
  const others = suspects.slice(1);
  const { lastSeen } = observation;
  const remembered = { ...memory, lastSeen, halted: withHalted(memory, suspects) };
  const remember = (them, says) => {
    const asked = [
      ...memory.asked.filter(({ serverUuid }) => !uuids.includes(serverUuid)),
      ...them.map(({ server, channel }) => ({
        serverUuid: server.facts.serverUuid,
        at: observation.at,
        receiverThread: channel.receiverThread
      }))
    ];
    return stage("remember", [
      rememberStep(says, { ...remembered, asked }, observation.at, timeouts.statementTimeoutMs)
    ]);
  };
  const ask2 = (some2, thenLookAgain) => ({
    ...stage(
      "ask",
      some2.map((replica) => askStep(replica, timeouts))
    ),
    thenLookAgain
  });
  return {
    says: `ask ${suspects.map(({ server }) => nameOf2(server)).join(", ")} whether ${nameOf2(primary)} is there`,
    ...leavingRows(observation),
    memoryAfter: null,
    stages: stages([
      remember(first, "remember who is asked"),
      ask2(first, others.length === 0 ? "always" : "ifAStepSucceeds"),
      ...others.length === 0 ? [] : [remember(suspects, "remember that the others are asked too")],
      ask2(others, "always")
    ])
  };
}
var init_ask = __esm({
  "src/plan/ask.ts"() {
    "use strict";
    init_topology();
    init_memory();
    init_halted();
    init_hostgroups();
    init_steps();
    init_steps_on_mysql();
    init_steps_on_proxysql();
  }
});

// src/plan/semi-sync.ts
function withSemiSyncBefore({ semiSyncBefore }, { facts: { serverUuid, semiSync } }) {
  const isKnown = semiSyncBefore.some((one) => one.serverUuid === serverUuid);
  if (isKnown || semiSync.naming === null) return semiSyncBefore;
  return [...semiSyncBefore, { serverUuid, sourceEnabled: semiSync.sourceEnabled }];
}
function withSemiSync({ apply, promote }, memory, winner, mustHave, followers, timeouts) {
  const { naming, sourceEnabled } = winner.facts.semiSync;
  const waitsInVain2 = naming !== null && sourceEnabled && !contains(winner.facts.gtidExecuted, mustHave);
  const isOnAtFirst = sourceEnabled && !waitsInVain2;
  const beforePromote = semiSyncSteps(memory, winner, followers, timeouts, isOnAtFirst);
  const isOn2 = beforePromote.length > 0 ? !isOnAtFirst : isOnAtFirst;
  const back = semiSyncBack(memory, winner, isOn2);
  return {
    beforeApply: waitsInVain2 ? [turning(naming, false, winner, WOULD_WAIT, timeouts)] : [],
    apply: { ...apply, undo: [...apply.undo, ...semiSyncBack(memory, winner, isOnAtFirst)] },
    beforePromote,
    // read_only waits for commits that are under way, and those for replicas.
    promote: { ...promote, undo: isOn2 ? [...back, ...promote.undo] : [...promote.undo, ...back] }
  };
}
function semiSyncBack(memory, server, isOn2) {
  const { naming } = server.facts.semiSync;
  return naming === null || wasOn(memory, server) === isOn2 ? [] : [setSemiSync(naming, !isOn2)];
}
function semiSyncBackSteps({ servers }, primary, memory, timeouts) {
  return servers.flatMap((server) => {
    if (!server.answers || server === primary) return [];
    const { naming, sourceEnabled } = server.facts.semiSync;
    if (naming === null || wasOn(memory, server) === sourceEnabled) return [];
    return [turning(naming, !sourceEnabled, server, "as it was before the failover", timeouts)];
  });
}
function wasOn({ recovery }, { facts: { serverUuid, semiSync } }) {
  const before = recovery?.semiSyncBefore.find((one) => one.serverUuid === serverUuid);
  return before?.sourceEnabled ?? semiSync.sourceEnabled;
}
function turning(naming, on, server, because, timeouts) {
  return {
    says: `turn semi-sync ${on ? "on" : "off"} on ${nameOf2(server)}: ${because}`,
    on: onServer(server),
    statements: [setSemiSync(naming, on)],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: null,
    undo: [],
    ifItFails: "goOn"
  };
}
function semiSyncSteps(memory, winner, followers, timeouts, isOn2) {
  const { naming, waitForReplicaCount } = winner.facts.semiSync;
  if (naming === null) return [];
  const should = isWanted(memory, winner) && canConfirm(winner, followers);
  if (should === isOn2) return [];
  const because = `${couldConfirm(followers)} of its replicas can confirm, ${waitForReplicaCount} have to`;
  return [turning(naming, should, winner, because, timeouts)];
}
function semiSyncAgain(memory, primary, replicas, timeouts) {
  return primary.facts.semiSync.sourceEnabled ? [] : semiSyncSteps(memory, primary, replicas, timeouts, false);
}
function semiSyncOffInVain(memory, promoted, followers, timeouts) {
  return promoted.facts.semiSync.sourceEnabled ? semiSyncSteps(memory, promoted, followers, timeouts, true) : [];
}
function semiSyncCheck(memory, winner, followers, timeouts) {
  const { naming, waitForReplicaCount } = winner.facts.semiSync;
  if (naming === null || !isWanted(memory, winner) || !canConfirm(winner, followers)) return [];
  return [
    {
      says: `see that ${counted(waitForReplicaCount, "replica")} of ${nameOf2(winner)} can confirm (semi-sync), else turn it off`,
      on: onServer(winner),
      statements: [],
      timeoutMs: timeouts.statementTimeoutMs,
      verify: confirms(naming, waitForReplicaCount),
      undo: [setSemiSync(naming, false)],
      ifItFails: "goOnIfUndone"
    }
  ];
}
function semiSyncReplicaSteps(memory, servers, timeouts) {
  return servers.flatMap((server) => {
    const { naming, replicaNaming, sourceEnabled, replicaEnabled } = server.facts.semiSync;
    const statements = [
      ...naming !== null && sourceEnabled ? [setSemiSync(naming, false)] : [],
      ...replicaNaming !== null && !replicaEnabled && (memory.semiSync ?? memory.semiSyncToRestore) !== null ? [setSemiSync(replicaNaming, true)] : []
    ];
    if (statements.length === 0) return [];
    return [
      {
        says: `make ${nameOf2(server)} a replica in semi-sync`,
        on: onServer(server),
        statements,
        timeoutMs: timeouts.statementTimeoutMs,
        verify: null,
        undo: [],
        ifItFails: "goOn"
      }
    ];
  });
}
function semiSyncToRestore(memory, primary) {
  const own = wasOn(memory, primary) ? primary.facts.semiSync : null;
  const was = memory.semiSyncToRestore ?? memory.semiSync ?? own;
  return was === null ? null : { waitForReplicaCount: was.waitForReplicaCount, left: null };
}
function planSemiSync(observation, { primary, naming, waitForReplicaCount }, timeouts) {
  const { sourceEnabled, waitForReplicaCount: now } = primary.facts.semiSync;
  const says = `let ${nameOf2(primary)} wait for ${counted(waitForReplicaCount, "replica")} again (semi-sync)`;
  const step = {
    says,
    on: onServer(primary),
    statements: [setSemiSyncSource(naming, waitForReplicaCount, true)],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: confirms(naming, waitForReplicaCount),
    undo: [setSemiSyncSource(naming, now, sourceEnabled)],
    ifItFails: "stop"
  };
  return { says, ...leavingRows(observation), memoryAfter: null, stages: [stage("semi-sync", [step])] };
}
function confirms(naming, least) {
  return {
    query: showSemiSyncClients(naming),
    expect: { kind: "atLeast", column: "Value", least },
    withinMs: CONFIRMS_WITHIN_MS
  };
}
function isWanted(memory, winner) {
  return memory.semiSync !== null || winner.facts.semiSync.sourceEnabled || wasOn(memory, winner);
}
function canConfirm({ facts }, followers) {
  return couldConfirm(followers) >= facts.semiSync.waitForReplicaCount;
}
function couldConfirm(followers) {
  const confirming2 = followers.filter(({ server }) => server.facts.semiSync.replicaEnabled);
  return new Set(confirming2.map(({ server }) => server)).size;
}
var WOULD_WAIT, CONFIRMS_WITHIN_MS;
var init_semi_sync = __esm({
  "src/plan/semi-sync.ts"() {
    "use strict";
    init_counted();
    init_topology();
    init_gtid_set();
    init_statements();
    init_hostgroups();
    init_steps();
    init_steps_on_mysql();
    WOULD_WAIT = "its applier would wait for replicas that it does not have";
    CONFIRMS_WITHIN_MS = 500;
  }
});

// src/plan/after-promotion.ts
function afterPromotion(observation, promotion, timeouts) {
  const { winner, replicas, memory, rowsInMemory, rowsAfter, takesWrites } = promotion;
  const { cluster } = observation;
  const bound = timeouts.statementTimeoutMs;
  const inMemory = rewriteStatements(rowsInMemory, rowsAfter).length === 0;
  const done = inMemory && isOnlyWriter(observation, winner) && isLoaded(observation, rowsAfter);
  const prepare = prepareStep(`write down ${nameOf2(winner)} as the writer`, cluster, rowsInMemory, rowsAfter, bound);
  const load = loadStep(`make ${nameOf2(winner)} the writer`, cluster, rowsAfter);
  const followers = followersOf(observation, winner, replicas);
  return [
    stage("rewrite the hostgroups", done ? [] : [prepare]),
    stage("look at the new primary", done || !takesWrites ? [] : [livesBeforeLoad(observation, promotion, timeouts)]),
    stage("load", done ? [] : [load]),
    ...rememberStopped(
      memory,
      followers.filter(({ channel }) => channel.receiver !== "stopped"),
      observation,
      timeouts
    ),
    stage("semi-sync", semiSyncBackSteps(observation, winner, memory, timeouts)),
    stage(
      "repoint",
      followers.map((replica) => repointStep(replica, winner, stoppedApplierOf(memory, replica), timeouts))
    ),
    stage("semi-sync", semiSyncCheck(memory, winner, whoConfirms(observation, winner, replicas), timeouts)),
    // Where it could not be saved before, the failover is not finished; writes may wait for the replicas (semi-sync), they go first.
    stage("save", [saveStep(cluster, [nameIn(rowsAfter, winner)], bound)]),
    stage("look at the new primary", takesWrites ? [livesAtTheEnd(observation, promotion, followers, timeouts)] : [])
  ];
}
function livesBeforeLoad(observation, { winner, memory }, timeouts) {
  const says = `remember that ${nameOf2(winner)} was told to take writes`;
  return {
    ...stillWritableStep(winner, `see that ${nameOf2(winner)} takes writes, before ProxySQL sends it any`),
    orElse: rememberStep(says, orderedTo(memory, observation.hostUptime), observation.at, timeouts.statementTimeoutMs),
    // One that is silent may live on, and other hosts may send it writes: nobody is promoted in its place.
    ifItFails: "lookAgainIfDown"
  };
}
function livesAtTheEnd(observation, { winner, memory, memoryAfter }, followers, timeouts) {
  const after = {
    ...memoryAfter,
    // Nobody has seen that one follow.
    halted: withHalted(memory, followers),
    haltedAppliers: memory.haltedAppliers,
    followers: []
  };
  return {
    ...stillWritableStep(winner, `see that ${nameOf2(winner)} still takes writes`),
    orElse: rememberStep(
      `remember that ${nameOf2(winner)} is the primary`,
      after,
      observation.at,
      timeouts.statementTimeoutMs
    )
  };
}
function orderedTo(memory, downAtUptime) {
  return { ...memory, recovery: memory.recovery && { ...memory.recovery, isOrdered: true, downAtUptime } };
}
function followersOf(observation, winner, replicas) {
  return replicas.filter(
    ({ server, channel }) => server !== winner && server.facts.unsupported === null && !isQuarantined(observation, server) && // By position it would start at the new source's first binary log, and skip what that has purged.
    channel.autoPosition
  );
}
function whoConfirms(observation, winner, replicas) {
  return [...followersOf(observation, winner, replicas), ...connectedReplicasOf(observation, winner)];
}
function isOnlyWriter(observation, winner) {
  const writers = observation.runtimeRows.filter((row) => row.hostgroup === observation.cluster.writerHostgroup);
  return writers.length === 1 && rowsOfServer(writers, winner).length === 1;
}
var init_after_promotion = __esm({
  "src/plan/after-promotion.ts"() {
    "use strict";
    init_topology();
    init_rewrite();
    init_halted();
    init_hostgroups();
    init_semi_sync();
    init_steps();
    init_steps_on_mysql();
    init_steps_on_proxysql();
  }
});

// src/plan/passed-over.ts
function placeAmongPassedOver(recovery, server, mustHave) {
  return recovery === null ? -1 : withoutChosen(recovery, server, mustHave).passedOver.indexOf(server.facts.serverUuid);
}
function withoutChosen(recovery, { facts }, mustHave) {
  const { passedOver, stillApplying } = recovery;
  const { serverUuid, gtidExecuted } = facts;
  if (!stillApplying.includes(serverUuid) || !contains(gtidExecuted, mustHave)) return { passedOver, stillApplying };
  const isOther = (one) => one !== serverUuid;
  return { passedOver: passedOver.filter(isOther), stillApplying: stillApplying.filter(isOther) };
}
function withPassedOver({ passedOver, stillApplying }, { facts: { serverUuid } }, equals, isApplying) {
  if (equals === "none") return { passedOver, stillApplying };
  const tried2 = equals === "untried" ? passedOver : [];
  const others = stillApplying.filter((one) => one !== serverUuid && tried2.includes(one));
  return {
    passedOver: [...tried2.filter((one) => one !== serverUuid), serverUuid],
    stillApplying: isApplying ? [...others, serverUuid] : others
  };
}
var init_passed_over = __esm({
  "src/plan/passed-over.ts"() {
    "use strict";
    init_gtid_set();
  }
});

// src/plan/promotion-rules.ts
function ruleOf({ promotionRules }, { endpoints }) {
  for (const endpoint2 of endpoints) {
    const found = Object.entries(promotionRules).find(([name]) => names(name, endpoint2));
    if (found !== void 0) return found[1];
  }
  return "neutral";
}
function rulesOfNobody({ cluster, servers }) {
  const endpoints = servers.flatMap((server) => [...server.endpoints]);
  return Object.entries(cluster.promotionRules).filter(([name]) => !endpoints.some((endpoint2) => names(name, endpoint2))).map(([name, rule]) => `${name}: ${rule}: no server of ${cluster.name} goes by this name`);
}
function names(rule, endpoint2) {
  return rule.toLowerCase() === endpointName(endpoint2).toLowerCase();
}
var init_promotion_rules = __esm({
  "src/plan/promotion-rules.ts"() {
    "use strict";
    init_session();
  }
});

// src/plan/unstoppable.ts
function cannotBeStopped(observation, { server, channel }) {
  if (channel.receiver === "stopped") return false;
  const tried2 = observation.memory?.recovery?.unstoppable.find(
    ({ serverUuid }) => serverUuid === server.facts.serverUuid
  );
  if (tried2 === void 0 || startedAt(observation, server) > tried2.at) return false;
  return Math.abs(observation.at - tried2.at) < TRY_AGAIN_MS2;
}
function withUnstoppable(recovery, them, at) {
  const uuids = them.map(({ server }) => server.facts.serverUuid);
  const others = recovery.unstoppable.filter(({ serverUuid }) => !uuids.includes(serverUuid));
  return { ...recovery, unstoppable: [...others, ...uuids.map((serverUuid) => ({ serverUuid, at }))] };
}
var TRY_AGAIN_MS2;
var init_unstoppable = __esm({
  "src/plan/unstoppable.ts"() {
    "use strict";
    init_topology();
    TRY_AGAIN_MS2 = 6e4;
  }
});

// src/plan/candidate.ts
function chooseCandidate(observation, replicas, farther) {
  const all = [...replicas, ...farther];
  const apart = all.filter(({ server }) => isApart(observation, server) || isKeptOut(observation, server));
  const received = comparableSets(all, apart);
  const setOf = (replica) => received.get(replica) ?? /* @__PURE__ */ new Map();
  const within = all.filter((replica) => !apart.includes(replica));
  const mustHave = unionOf(...within.map(setOf));
  const contenders = within.map((replica) => contenderOf(observation, replica, replicas, setOf(replica), mustHave)).sort(byPreference);
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
  const best = eligible.filter((one) => eligible.every((other) => contains(one.received, other.received)));
  const winner = best[0];
  if (winner === void 0) throw new Error("sets that do not diverge have a largest one");
  const complete = contains(winner.received, mustHave);
  const donor = complete ? null : findDonor(contenders, winner, mustHave);
  if (typeof donor === "string") {
    return {
      kind: "none",
      because: donor,
      advice: `make that server a possible primary, or let the candidate fetch the transactions from it by hand. If they may go: ${KEEP_OUT}`,
      verdicts: contenders.map((one) => verdict(one, false, one.barred ?? donor))
    };
  }
  return {
    kind: "chosen",
    candidate: winner.replica,
    donor,
    mustHave,
    received: unionOf(mustHave, ...apart.map(setOf)),
    equals: equalsOf(winner, best),
    verdicts: [
      ...contenders.map(
        (one) => one === winner ? verdict(one, true, [whyChosen(one, eligible, donor), ...errantSpread(observation, contenders)].join("; ")) : verdict(one, false, whyNot2(one, winner))
      ),
      ...apart.map(
        (replica) => verdict(
          { replica },
          false,
          replica.server.facts.readOnly ? "it is in quarantine" : "it takes writes beside this cluster"
        )
      )
    ]
  };
}
function equalsOf(winner, best) {
  const others = best.filter((one) => one !== winner);
  if (others.length === 0) return "none";
  return others.some(({ passedOver }) => passedOver < 0) ? "untried" : "tried";
}
function comparableSets(replicas, apart) {
  const single = replicas.filter((replica) => replica.server.facts.channels.length === 1 && !apart.includes(replica));
  const ours = /* @__PURE__ */ new Set();
  for (const { server } of single) for (const key of receivedBy(server).keys()) ours.add(uuidIn(key));
  for (const { channel } of replicas) {
    for (const key of channel.retrieved.keys()) ours.add(uuidIn(key));
    if (channel.sourceUuid !== "") ours.add(channel.sourceUuid);
  }
  return new Map(
    replicas.map((replica) => {
      const all = receivedBy(replica.server);
      const set = single.includes(replica) ? all : ofServers(all, ours);
      return [replica, set];
    })
  );
}
function contenderOf(observation, replica, replicas, received, mustHave) {
  const rule = ruleOf(observation.cluster, replica.server);
  const recovery = observation.memory?.recovery ?? null;
  const barred = replicas.includes(replica) ? whyBarred(observation, replica, replicas, received, rule) : "it follows another replica, not the primary";
  return {
    replica,
    received,
    rule,
    barred,
    passedOver: placeAmongPassedOver(recovery, replica.server, mustHave),
    wasSlow: recovery?.stillApplying.includes(replica.server.facts.serverUuid) === true,
    leavesBehind: replicas.filter((other) => other.server !== replica.server && isLeftBehind(other, replica)).length,
    unapplied: countTransactions(subtract(received, replica.server.facts.gtidExecuted))
  };
}
function isLeftBehind({ server, channel }, source) {
  return channel.autoPosition && !contains(receivedBy(server), source.server.facts.gtidPurged);
}
function whyBarred(observation, replica, replicas, received, rule) {
  const { server, channel } = replica;
  const { facts } = server;
  if (facts.unsupported !== null) return facts.unsupported;
  if (rule === "never") return "its promotion rule is 'never'";
  if (facts.gtidMode !== "ON") return `gtid_mode is ${facts.gtidMode || "unknown"}`;
  if (!channel.autoPosition) return "it replicates by position (SOURCE_AUTO_POSITION is 0)";
  if (!facts.logBin) return "it has no binary log (log_bin is OFF)";
  if (!facts.logReplicaUpdates) return "log_replica_updates is OFF";
  if (facts.offlineMode) return "offline_mode is ON";
  if (channel.filters.length > 0) return filters(channel);
  if (channel.delaySeconds > 0) return `it is delayed by ${channel.delaySeconds} s (SOURCE_DELAY)`;
  if (isQuarantined(observation, server)) return "it is in quarantine";
  const rows = rowsOfServer(observation.memoryRows, server);
  if (rows.length + rowsOfServer(observation.runtimeRows, server).length === 0) return "ProxySQL does not know it";
  const offline = rows.find((row) => row.status !== "ONLINE");
  if (offline !== void 0) return `somebody set it ${offline.status} in ProxySQL`;
  if (channel.applierError !== "" && channel.applier === "stopped" && !contains(facts.gtidExecuted, received)) {
    return `its applier is broken: ${channel.applierError}`;
  }
  if (cannotBeStopped(observation, replica)) return "its receiver could not be stopped";
  const older = replicas.find(
    (other) => other.server !== server && !canFollow(other.server.facts.version, facts.version)
  );
  if (older !== void 0) {
    return `its version ${facts.versionText} is newer than ${nameOf2(older.server)} (${older.server.facts.versionText}), which would have to follow it`;
  }
  return null;
}
function filters(channel) {
  return `it filters what it replicates (${channel.filters.join("; ")})`;
}
function byPreference(a, b) {
  if (a.passedOver !== b.passedOver) return a.passedOver - b.passedOver;
  const rule = RULE_ORDER.indexOf(a.rule) - RULE_ORDER.indexOf(b.rule);
  if (rule !== 0) return rule;
  const sources = Math.sign(a.replica.server.facts.channels.length - b.replica.server.facts.channels.length);
  if (sources !== 0) return sources;
  if (a.leavesBehind !== b.leavesBehind) return a.leavesBehind - b.leavesBehind;
  if (a.unapplied !== b.unapplied) return a.unapplied < b.unapplied ? -1 : 1;
  return nameOf2(a.replica.server) < nameOf2(b.replica.server) ? -1 : 1;
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
  const [nameA, nameB] = [nameOf2(a.replica.server), nameOf2(b.replica.server)];
  const onlyA = formatGtidSet(subtract(a.received, b.received));
  const onlyB = formatGtidSet(subtract(b.received, a.received));
  const because = `${nameA} and ${nameB} have diverged: only ${nameA} has ${onlyA}, only ${nameB} has ${onlyB}`;
  return {
    kind: "none",
    because,
    advice: `decide whose transactions may go: see them with mysqlbinlog --include-gtids. ${KEEP_OUT}, and the next run goes on without it`,
    verdicts: contenders.map((one) => verdict(one, false, one.barred ?? because))
  };
}
function findDonor(contenders, winner, mustHave) {
  const holders = contenders.filter((one) => contains(one.received, mustHave));
  const reasons = [];
  for (const holder of holders) {
    const reason = whyNoDonor(holder, winner);
    if (reason === null) return holder.replica.server;
    reasons.push(`${nameOf2(holder.replica.server)} cannot give them: ${reason}`);
  }
  const missing = subtract(mustHave, winner.received);
  return `${nameOf2(winner.replica.server)} lacks ${counted(countTransactions(missing), "transaction")} (${formatGtidSet(missing)}), and ${reasons.join("; ")}`;
}
function whyNoDonor({ replica: { server, channel }, received }, winner) {
  const { facts } = server;
  if (facts.unsupported !== null) return facts.unsupported;
  if (!facts.logBin) return "it has no binary log";
  if (!facts.logReplicaUpdates) return "log_replica_updates is OFF";
  if (facts.gtidMode !== "ON") return `gtid_mode is ${facts.gtidMode}`;
  if (facts.offlineMode) return "offline_mode is ON";
  if (channel.filters.length > 0) return filters(channel);
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
  return { server: nameOf2(replica.server), chosen, because };
}
function whyChosen(winner, eligible, donor) {
  const rivals = eligible.filter((one) => one !== winner);
  if (donor !== null) return `it is the best that may be promoted; it fetches the rest from ${nameOf2(donor)} first`;
  if (rivals.length === 0) return "it has everything that was received, and no other replica can be the primary";
  const equals = rivals.filter((one) => contains(one.received, winner.received));
  if (equals.length === 0) return "it has everything that was received, and more than every other replica";
  if (equals.some((one) => one.rule === winner.rule))
    return `it has everything that was received${preferenceOf(winner)}, and comes first`;
  return `it has everything that was received${preferenceOf(winner)}`;
}
function errantSpread({ lastSeen }, contenders) {
  const had = parseGtidSet(lastSeen?.gtidExecuted ?? "");
  return contenders.flatMap((one) => {
    const { server } = one.replica;
    const others = contenders.filter((other) => other !== one).map(({ received }) => received);
    const own = subtract(ofServer(one.received, server.facts.serverUuid), unionOf(had, ...others));
    if (isEmpty(own)) return [];
    const number2 = counted(countTransactions(own), "transaction");
    return [`with it come ${number2} that ${nameOf2(server)} wrote itself: ${formatGtidSet(own)}`];
  });
}
function preferenceOf({ rule }) {
  return rule === "neutral" ? "" : `, its promotion rule is '${rule}'`;
}
function whyNot2(one, winner) {
  if (one.barred !== null) return one.barred;
  const missing = subtract(winner.received, one.received);
  if (!isEmpty(missing))
    return `it lacks ${counted(countTransactions(missing), "transaction")} (${formatGtidSet(missing)})`;
  if (one.passedOver >= 0)
    return `it has the same transactions, and ${one.wasSlow ? "had not applied all of them" : "could not be made the primary"} when it was tried`;
  if (one.rule !== winner.rule) return `it has the same transactions, its promotion rule is '${one.rule}'`;
  if (one.leavesBehind > winner.leavesBehind)
    return `it has the same transactions, and has purged what ${counted(one.leavesBehind, "replica")} ${one.leavesBehind === 1 ? "lacks" : "lack"}`;
  if (one.unapplied > winner.unapplied)
    return `it has the same transactions, ${one.unapplied} of them still to be applied`;
  return "it has the same transactions and comes later in order";
}
var RULE_ORDER;
var init_candidate = __esm({
  "src/plan/candidate.ts"() {
    "use strict";
    init_advice();
    init_counted();
    init_topology();
    init_gtid_set();
    init_version();
    init_passed_over();
    init_promotion_rules();
    init_unstoppable();
    RULE_ORDER = ["prefer", "neutral", "preferNot", "never"];
  }
});

// src/plan/loss.ts
function describeLoss(observation, promotion) {
  const ofCandidates = describeLossOfCandidates(observation, promotion.newPrimary);
  const ofPrimary = describeLossOf(observation, promotion);
  return ofCandidates === null ? ofPrimary : `${ofCandidates}; ${ofPrimary}`;
}
function describeLossOfCandidates({ memory, servers }, primary) {
  const { promoting = null, isUntold = false } = memory?.recovery ?? {};
  const chosen = [...memory?.givenUp ?? [], ...isUntold ? [] : [promoting?.serverUuid]];
  const silent = servers.filter((one) => one !== primary && !one.answers && chosen.includes(uuidOf(one) ?? ""));
  if (silent.length === 0) return null;
  const names2 = silent.map(nameOf2).join(", ");
  return `possibly lost: what ${names2} may have taken as the primary, which was to be promoted before and does not answer`;
}
function describeLossOf(observation, promotion) {
  const name = nameOf2(promotion.oldPrimary);
  const lost = knownLost(observation, promotion);
  if (!isEmpty(lost)) {
    return `known lost: ${counted(countTransactions(lost), "transaction")} that ${hadThem(observation, promotion, lost)}: ${formatGtidSet(lost)}`;
  }
  const known = lastSeenAs(observation, promotion.failed.serverUuid) === null ? `; what ${name} had when it was last seen is not known` : `; nothing that it had at ${seenAt(observation)} is missing`;
  const semiSync = observation.memory?.semiSync ?? null;
  if (semiSync === null || !semiSync.isActive) {
    return `possibly lost: what ${name} committed last and had not sent to any replica (asynchronous replication)${known}`;
  }
  const wanted = semiSync.waitForReplicaCount;
  const unheard = unheardReplicas(observation, promotion, semiSync);
  const isSafe = unheard.silent + unheard.restarted + unheard.unknown < wanted;
  const doubt = whyDoubted(observation, promotion, semiSync);
  if (isSafe && doubt !== null) {
    return `possibly lost: ${name} waited for ${counted(wanted, "replica")} (semi-sync), and may have stopped that: ${doubt}${known}`;
  }
  const who = whoIsUnheard(unheard);
  if (isSafe) {
    return `nothing acknowledged is lost: ${name} waited for ${counted(wanted, "replica")} (semi-sync), and ${who === "" ? "every one answers" : `only ${who}`}${known}`;
  }
  return `possibly lost: ${name} waited for ${counted(wanted, "replica")} (semi-sync), and ${who} that may have confirmed${known}`;
}
function whyDoubted(observation, { failed }, { timeoutMs, waitsWithoutReplicas }) {
  if (!waitsWithoutReplicas) return "rpl_semi_sync_source_wait_no_replica is OFF";
  const { memory, at } = observation;
  const seen = lastSeenAs(observation, failed.serverUuid);
  if (seen === null || memory?.primary?.serverUuid !== failed.serverUuid) {
    return "when it was last seen to wait is not known";
  }
  const unseenMs = at - seen.at;
  if (unseenMs >= 0 && unseenMs < timeoutMs * CERTAIN_PART_OF_TIMEOUT) return null;
  return `rpl_semi_sync_source_timeout is ${timeoutMs} ms, and nobody has seen it for ${unseenMs} ms`;
}
function whoIsUnheard({ silent, restarted, unknown }) {
  const all = [
    { count: silent, says: silent === 1 ? "does not answer" : "do not answer" },
    { count: restarted, says: restarted === 1 ? "was restarted since" : "were restarted since" },
    { count: unknown, says: "cannot be asked" }
  ];
  return all.filter(({ count }) => count > 0).map(({ count, says }) => `${counted(count, "replica")} ${says}`).join(", ");
}
function whyTooMuchIsLost(observation, promotion, allowed) {
  const lost = knownLost(observation, promotion);
  const isPromised = observation.memory?.semiSync?.isActive === true;
  if (isEmpty(lost) || (isPromised ? allowed === true : allowed !== false)) return null;
  return {
    refused: `${nameOf2(promotion.newPrimary)} would lack ${counted(countTransactions(lost), "transaction")} that ${hadThem(observation, promotion, lost)}: ${formatGtidSet(lost)}`,
    advice: "bring back the old primary or a replica that has them; or set allowDataLoss to true, and the next run promotes without them",
    verdicts: []
  };
}
function knownLost(observation, promotion) {
  const { failed, oldPrimary, newPrimary, mustHave, received } = promotion;
  const had = executedWhenSeen(observation, failed.serverUuid) ?? EMPTY_GTID_SET;
  return subtract(unionOf(had, hasNow(oldPrimary), received), unionOf(mustHave, newPrimary.facts.gtidExecuted));
}
function hasNow(oldPrimary) {
  return oldPrimary.answers ? oldPrimary.facts.gtidExecuted : EMPTY_GTID_SET;
}
function hadThem(observation, { failed, oldPrimary }, lost) {
  const had = executedWhenSeen(observation, failed.serverUuid) ?? EMPTY_GTID_SET;
  const name = nameOf2(oldPrimary);
  if (contains(hasNow(oldPrimary), lost)) return `${name} has`;
  return contains(had, lost) ? `${name} had at ${seenAt(observation)}` : `${name} is known to have had, as a replica received them`;
}
function unheardReplicas(observation, { failed }, { unknownReplicas }) {
  const { memory, servers } = observation;
  const old = servers.find((server) => isFailedPrimary(server, failed));
  const uuidOfOld = old ? uuidOf(old) : failed.serverUuid;
  const replicas = (memory?.servers ?? []).filter(({ serverUuid }) => serverUuid !== uuidOfOld);
  const answering2 = replicas.flatMap(
    ({ serverUuid }) => servers.filter((server) => server.answers && uuidOf(server) === serverUuid)
  );
  return {
    silent: replicas.length - answering2.length,
    restarted: answering2.filter((server) => hasRestartedSinceLastSeen(observation, server)).length,
    unknown: unknownReplicas
  };
}
function seenAt({ lastSeen }) {
  return lastSeen === null ? "its last look" : new Date(lastSeen.at).toISOString();
}
var CERTAIN_PART_OF_TIMEOUT;
var init_loss = __esm({
  "src/plan/loss.ts"() {
    "use strict";
    init_counted();
    init_topology();
    init_gtid_set();
    CERTAIN_PART_OF_TIMEOUT = 3 / 4;
  }
});

// src/plan/receiver-settings.ts
function settingsOf(replicas, remembered) {
  const known = [...replicas].sort((a, b) => a.server.facts.serverUuid < b.server.facts.serverUuid ? -1 : 1).map(
    ({ channel: { heartbeatSeconds, connectRetrySeconds, retryCount, tls } }) => ({
      heartbeatSeconds,
      connectRetrySeconds,
      retryCount,
      tls
    })
  );
  const same = known.find((settings) => JSON.stringify(settings) === JSON.stringify(remembered));
  return same ?? known[0] ?? remembered;
}
var init_receiver_settings = __esm({
  "src/plan/receiver-settings.ts"() {
    "use strict";
  }
});

// src/plan/recovery.ts
function beginRecovery(observation, diagnosis, oldPrimary, endpoints) {
  return {
    id: `${observation.cluster.name}-${new Date(observation.at).toISOString()}`,
    startedAt: observation.at,
    diagnosis,
    failedPrimary: { ...failedOf(oldPrimary), endpoints },
    rowsBefore: rowsBefore(observation, endpoints),
    promoting: null,
    takesWrites: false,
    isOrdered: false,
    downAtUptime: null,
    isUntold: false,
    received: "",
    passedOver: [],
    stillApplying: [],
    unstoppable: [],
    semiSyncBefore: [],
    loss: null,
    isPlannedChange: false
  };
}
function failedOf(server) {
  return { serverUuid: uuidOf(server), endpoints: server.endpoints };
}
function rowsBefore(observation, oldPrimary) {
  const rows = configuredBefore(observation, oldPrimary);
  if (observation.memory?.readsOnPrimary !== true) return rows;
  return rows.filter((row) => row.hostgroup !== observation.cluster.readerHostgroup || !isOf(row, oldPrimary));
}
function configuredBefore({ cluster, memoryRows, runtimeRows }, oldPrimary) {
  const ofOld = (rows) => rows.filter((row) => isOf(row, oldPrimary));
  const isWriter2 = (row) => row.hostgroup === cluster.writerHostgroup;
  const configured = ofOld(memoryRows);
  const now = effectiveRows(memoryRows, runtimeRows);
  if (!configured.some(isWriter2)) return now;
  const own = ofOld(runtimeRows).some(isWriter2) ? ofOld(now) : configured;
  return [...own, ...now.filter((row) => !isOf(row, oldPrimary))];
}
function finished(observation, memory, winner, replicas) {
  const running = [winner, ...replicas.map(({ server }) => server)].map(({ facts }) => facts.serverUuid);
  const failed = memory.recovery === null ? [] : [memory.recovery.failedPrimary];
  const former = [...failed, ...leftByOthers(observation, memory, winner, replicas)].map(
    (one) => asFormerPrimary(one, observation.hostUptime)
  );
  const others = memory.setAside.filter(
    (one) => !isFailedPrimary(winner, one) && !former.some((old) => isSame(old, one))
  );
  const still = (halted) => halted.filter((serverUuid) => !running.includes(serverUuid));
  return {
    ...memory,
    primary: knownServer(winner),
    lastSeen: null,
    primaryStartedAt: winner.facts.processStartedAt,
    primaryWasReadOnly: false,
    followers: replicas.filter(({ server }) => server !== winner).map(({ server }) => server.facts.serverUuid).sort(),
    // Who was below it follows the primary now.
    farther: memory.farther.filter(({ sourceUuid }) => sourceUuid !== winner.facts.serverUuid),
    semiSyncToRestore: semiSyncToRestore(memory, winner),
    halted: still(memory.halted),
    haltedAppliers: still(memory.haltedAppliers),
    setAside: [...others, ...former],
    troubledReaders: begunAnew(memory, observation),
    receiverSettings: settingsOf(
      replicas.filter(({ server }) => server !== winner),
      memory.receiverSettings
    ),
    recovery: null
  };
}
function begunAnew({ troubledReaders }, { at }) {
  return troubledReaders.map((one) => ({ ...one, endedAt: one.endedAt ?? at }));
}
function leftByOthers(observation, { servers, recovery, troubledReaders }, winner, replicas) {
  return observation.servers.flatMap((server) => {
    const known = servers.find((one) => isKnownAs(server, one));
    if (known === void 0 || server === winner || replicas.some((replica) => replica.server === server)) return [];
    if (troubledReaders.some((one) => one.serverUuid === known.serverUuid && one.endedAt == null)) return [];
    if (recovery !== null && isFailedPrimary(server, recovery.failedPrimary)) return [];
    if (isQuarantined(observation, server) || followsAny(observation, server) || isApart(observation, server))
      return [];
    return [{ serverUuid: known.serverUuid, endpoints: server.endpoints }];
  });
}
function isSame(a, b) {
  if (a.serverUuid !== null && b.serverUuid !== null) return a.serverUuid === b.serverUuid;
  return a.endpoints.some((endpoint2) => b.endpoints.some((other) => sameEndpoint(endpoint2, other)));
}
var init_recovery = __esm({
  "src/plan/recovery.ts"() {
    "use strict";
    init_topology();
    init_session();
    init_memory();
    init_hostgroups();
    init_receiver_settings();
    init_semi_sync();
  }
});

// src/plan/failover.ts
function planFailover(observation, diagnosis, oldPrimary, settings) {
  const replicas = replicasOfFailed(observation, oldPrimary);
  const choice = chooseCandidate(observation, replicas, fartherReplicas(observation, oldPrimary, replicas));
  if (choice.kind === "none") return { refused: choice.because, advice: choice.advice, verdicts: choice.verdicts };
  const { candidate, donor, mustHave, equals } = choice;
  const received = unionOf(choice.received, parseGtidSet(observation.memory?.recovery?.received ?? ""));
  const winner = candidate.server;
  const memory = memoryOf(observation);
  const oldEndpoints = endpointsOfOld(observation, oldPrimary);
  const unseen = primaryBefore(observation, oldPrimary);
  const actual = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const now = unseen.reduce(
    (rows, { endpoints }) => rowsAfterSuccession(
      { oldPrimary: endpoints, newPrimary: oldEndpoints, before: rows, silent: null },
      rows,
      observation.cluster
    ),
    actual
  );
  const recovery = {
    ...memory.recovery ?? {
      ...beginRecovery(observation, diagnosis, oldPrimary, oldEndpoints),
      ...unseen.length === 0 ? {} : { rowsBefore: now }
    },
    received: formatGtidSet(received)
  };
  const promotion = { oldPrimary, failed: recovery.failedPrimary, newPrimary: winner, mustHave, received };
  const tooMuch = whyTooMuchIsLost(observation, promotion, settings.allowDataLoss);
  if (tooMuch !== null) return { ...tooMuch, verdicts: choice.verdicts };
  const loss = describeLoss(observation, promotion);
  const toStop = replicas.filter(
    (replica) => replica.channel.receiver !== "stopped" && !cannotBeStopped(observation, replica)
  );
  const setAside = [...memory.setAside, ...unseen.map((one) => asFormerPrimary(failedOf(one), observation.hostUptime))];
  const { lastSeen } = observation;
  const begun = { ...memory, lastSeen, halted: withHalted(memory, toStop), setAside, recovery };
  const promoting = {
    ...givingUpChosen(begun, winner.facts.serverUuid, observation.hostUptime),
    halted: withHalted(begun, [candidate]),
    haltedAppliers: [.../* @__PURE__ */ new Set([...memory.haltedAppliers, winner.facts.serverUuid])],
    recovery: {
      ...recovery,
      ...withoutChosen(recovery, winner, mustHave),
      promoting: knownServer(winner),
      takesWrites: false,
      isOrdered: false,
      isUntold: false,
      semiSyncBefore: withSemiSyncBefore(recovery, winner),
      loss
    }
  };
  const ordered = orderedTo(promoting, null);
  const isReady = donor === null && contains(winner.facts.gtidExecuted, mustHave);
  const untold = {
    ...promoting,
    recovery: promoting.recovery && { ...promoting.recovery, isUntold: true }
  };
  const passingOver = (step, after, ifItFails) => {
    const isUntried = equals === "untried";
    const orElse = passOverStep(after, winner, choice, observation, settings);
    return { ...step, orElse, ifItFails: isUntried ? ifItFails : "stop" };
  };
  const apply = donor === null ? applyStep(candidate, mustHave, settings) : fetchStep(candidate, donor, mustHave, settings);
  const steps = { apply, promote: makeWritableStep(winner, candidate.channel, settings) };
  const confirming2 = whoConfirms(observation, winner, replicas);
  const semiSync = withSemiSync(steps, promoting, winner, mustHave, confirming2, settings);
  const serves = stillServes(observation, oldEndpoints);
  const withdrawn = serves ? rowsWithout(oldEndpoints, now, observation.cluster) : now;
  const inMemory = serves ? withdrawn : observation.memoryRows;
  const { rowsAfter, readsOnPrimary } = handOver(
    observation,
    {
      oldPrimary: oldEndpoints,
      newPrimary: winner.endpoints,
      before: recovery.rowsBefore
    },
    withdrawn
  );
  const bound = settings.statementTimeoutMs;
  const rememberUnstoppable = (them) => rememberStep(
    `remember that the receiver of ${them.map(({ server }) => nameOf2(server)).join(", ")} could not be stopped`,
    { ...begun, recovery: withUnstoppable(recovery, them, observation.at) },
    observation.at,
    bound
  );
  const stillAnswers = oldPrimary.answers ? [fenceStep(oldPrimary, settings)] : [];
  const memoryAfter = { ...finished(observation, promoting, winner, replicas), readsOnPrimary };
  return {
    says: `promote ${nameOf2(winner)} in place of ${nameOf2(oldPrimary)}`,
    loss,
    verdicts: choice.verdicts,
    rowsBefore: actual,
    rowsAfter,
    memoryAfter,
    stages: stages([
      stage(
        "remember",
        memory.recovery === null || begun.halted.length > memory.halted.length ? [rememberStep("remember that a failover has begun", begun, observation.at, bound)] : []
      ),
      stage(
        "withdraw",
        serves ? [
          rewriteStep(
            `take ${nameOf2(oldPrimary)} out of the writer hostgroup; clients wait in ProxySQL from here on`,
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
          toStop.map((one) => ({ ...stopReceiverStep(one, settings), orElse: rememberUnstoppable([one]) }))
        ),
        orElseTogether: (failed) => rememberUnstoppable(toStop.filter((_, index) => failed.includes(index))),
        thenLookAgain: "always"
      },
      stage("remember", [
        rememberStep(
          `remember that ${nameOf2(winner)} is to be promoted`,
          isReady ? ordered : promoting,
          observation.at,
          bound
        )
      ]),
      stage("semi-sync", semiSync.beforeApply),
      {
        ...stage("apply", [passingOver(semiSync.apply, untold, "lookAgain")]),
        // That may have taken long, and the old primary may be back.
        ...isReady ? {} : { thenLookAgain: "always" }
      },
      stage("semi-sync", semiSync.beforePromote),
      {
        ...stage("promote", [
          passingOver(semiSync.promote, orderedTo(promoting, observation.hostUptime), "lookAgainIfRefused")
        ]),
        underLock: true
      },
      ...afterPromotion(
        observation,
        { winner, replicas, memory: ordered, memoryAfter, rowsInMemory: inMemory, rowsAfter, takesWrites: true },
        settings
      )
    ])
  };
}
function primaryBefore(observation, oldPrimary) {
  const recorded = observation.memory?.recovery == null ? knownPrimary(observation) : null;
  return recorded === null || recorded === oldPrimary || followsAny(observation, recorded) ? [] : [recorded];
}
function passOverStep(promoting, winner, { equals, mustHave }, observation, timeouts) {
  const { recovery } = promoting;
  const isApplying = recovery?.isUntold === true && !contains(winner.facts.gtidExecuted, mustHave);
  const memory = {
    ...promoting,
    recovery: recovery && { ...recovery, ...withPassedOver(recovery, winner, equals, isApplying) }
  };
  const says = `remember that ${nameOf2(winner)} could not be made the primary`;
  return rememberStep(says, memory, observation.at, timeouts.statementTimeoutMs);
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
var init_failover = __esm({
  "src/plan/failover.ts"() {
    "use strict";
    init_topology();
    init_gtid_set();
    init_memory();
    init_after_promotion();
    init_candidate();
    init_halted();
    init_hostgroups();
    init_loss();
    init_passed_over();
    init_recovery();
    init_semi_sync();
    init_steps();
    init_steps_on_mysql();
    init_steps_on_proxysql();
    init_unstoppable();
  }
});

// src/plan/fence.ts
function planFencing(observation, servers, timeouts) {
  return withdrawing(observation, servers, `make ${servers.map(nameOf2).join(", ")} read-only`, timeouts, true);
}
function planWithdrawal(observation, writers, timeouts) {
  const says = `send no writes to ${writers.map(nameOf2).join(", ")}, until a person makes one of them the writer and the others read-only`;
  return withdrawing(observation, writers, says, timeouts, false);
}
function withdrawing(observation, servers, says, timeouts, fences) {
  const { cluster, memoryRows, runtimeRows } = observation;
  const now = effectiveRows(memoryRows, runtimeRows);
  const isTheirs = (row) => servers.some((server) => isOf(row, server.endpoints));
  const moves = now.some((row) => isTheirs(row) && row.hostgroup === cluster.writerHostgroup);
  const theirs = servers.flatMap((server) => {
    const own = now.filter((row) => isOf(row, server.endpoints));
    const staysReader = fences && followsAny(observation, server);
    return staysReader ? withoutWriters(own, cluster) : rowsWithout(server.endpoints, own, cluster);
  });
  const isServed = writableServers(observation).some(
    (server) => !servers.includes(server) && runtimeRows.some((row) => row.hostgroup === cluster.writerHostgroup && isOf(row, server.endpoints))
  );
  const others = isServed || !fences ? now : configuredRows(memoryRows, runtimeRows);
  const rowsAfter = moves ? [...others.filter((row) => !isTheirs(row)), ...theirs] : now;
  const names2 = servers.map(nameOf2).join(", ");
  const isNewIn = (row) => row.hostgroup === cluster.quarantineHostgroup && !now.includes(row);
  const aside = servers.filter(({ endpoints }) => rowsAfter.some((row) => isNewIn(row) && isOf(row, endpoints)));
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: now,
    rowsAfter,
    memoryAfter: null,
    stages: stages([
      // Who it puts into quarantine may follow the primary and come out again by itself.
      stage("remember", fences && aside.length > 0 ? [rememberAside(observation, aside, timeouts)] : []),
      stage(
        "withdraw",
        moves ? [rewriteStep(`take ${names2} out of the writer hostgroup`, cluster, memoryRows, rowsAfter)] : []
      ),
      stage("save", moves ? [saveStep(cluster, writersIn(rowsAfter, cluster), timeouts.statementTimeoutMs)] : []),
      {
        ...stage("fence", fences ? servers.map((server) => fenceStep(server, timeouts)) : []),
        thenLookAgain: "always"
      }
    ])
  };
}
function rememberAside(observation, servers, timeouts) {
  const memory = memoryOf(observation);
  const others = memory.setAside.filter((one) => !servers.some((server) => isFailedPrimary(server, one)));
  const added = servers.map(
    ({ facts, endpoints }) => asFormerPrimary({ serverUuid: facts.serverUuid, endpoints }, observation.hostUptime)
  );
  const remembered = { ...memory, setAside: [...others, ...added] };
  return rememberStep("remember who is put into quarantine", remembered, observation.at, timeouts.statementTimeoutMs);
}
var init_fence = __esm({
  "src/plan/fence.ts"() {
    "use strict";
    init_topology();
    init_memory();
    init_hostgroups();
    init_steps();
    init_steps_on_mysql();
    init_steps_on_proxysql();
  }
});

// src/plan/finish-promotion.ts
function planFinish(observation, { promoted: winner, recovery }, timeouts) {
  const memory = memoryOf(observation);
  const { failedPrimary: failedPrimary2 } = recovery;
  const oldPrimary = observation.servers.find((server) => isFailedPrimary(server, failedPrimary2));
  const oldEndpoints = [...failedPrimary2.endpoints, ...oldPrimary?.endpoints ?? []];
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const { rowsAfter, readsOnPrimary } = handOver(
    observation,
    {
      oldPrimary: oldEndpoints,
      newPrimary: winner.endpoints,
      before: recovery.rowsBefore
    },
    now
  );
  const { readOnly, superReadOnly, isReadOnlyByHand: isReadOnlyByHand2 } = winner.facts;
  const [oldChannel = null] = channelsWithin(observation, winner);
  const staysReadOnly = isReadOnlyByHand2 && (recovery.takesWrites || hasServed(observation, winner));
  const isPromoted = !readOnly && !superReadOnly && oldChannel === null;
  const left = oldPrimary === void 0 ? [] : replicasOfFailed(observation, oldPrimary);
  const safe = left.filter(({ server }) => contains(winner.facts.gtidExecuted, receivedBy(server)));
  const halfway = replicasOf(observation, winner).filter(({ channel }) => channel.receiver !== "connected");
  const replicas = [...safe, ...halfway];
  const memoryAfter = {
    ...finished(observation, memory, winner, replicas),
    readsOnPrimary,
    primaryWasReadOnly: staysReadOnly
  };
  return {
    says: `finish the promotion of ${nameOf2(winner)}${staysReadOnly ? ", which a person has made read-only" : ""}`,
    ...PROMOTES_NOBODY,
    rowsBefore: now,
    rowsAfter,
    memoryAfter,
    stages: stages([
      stage("semi-sync", semiSyncOffInVain(memory, winner, whoConfirms(observation, winner, replicas), timeouts)),
      // A person may have made it writable before it had applied everything: RESET REPLICA ALL throws the relay log away.
      stage(
        "apply",
        oldChannel === null || contains(winner.facts.gtidExecuted, receivedBy(winner)) ? [] : [applyStep({ server: winner, channel: oldChannel }, receivedBy(winner), timeouts)]
      ),
      {
        ...stage("promote", isPromoted || staysReadOnly ? [] : [makeWritableStep(winner, oldChannel, timeouts)]),
        underLock: true
      },
      ...afterPromotion(
        observation,
        {
          winner,
          replicas,
          memory,
          memoryAfter,
          rowsInMemory: observation.memoryRows,
          rowsAfter,
          takesWrites: !staysReadOnly
        },
        timeouts
      )
    ])
  };
}
var init_finish_promotion = __esm({
  "src/plan/finish-promotion.ts"() {
    "use strict";
    init_has_served();
    init_topology();
    init_gtid_set();
    init_memory();
    init_after_promotion();
    init_hostgroups();
    init_recovery();
    init_semi_sync();
    init_steps();
    init_steps_on_mysql();
  }
});

// src/plan/follow.ts
function planFollow(observation, diagnosis, { primary, former }, timeouts) {
  const { cluster, at, memoryRows, runtimeRows } = observation;
  if (rowsOfServer([...memoryRows, ...runtimeRows], primary).length === 0) {
    return {
      refused: `this ProxySQL has no row for ${nameOf2(primary)}`,
      advice: "insert its row into mysql_servers, as a reader, and LOAD MYSQL SERVERS TO RUNTIME; then the next run follows",
      verdicts: []
    };
  }
  const memory = memoryOf(observation);
  const isReplica = isFollowing(former, primary);
  const recovery = {
    ...memory.recovery ?? beginRecovery(observation, diagnosis, former, former.endpoints),
    promoting: knownServer(primary),
    takesWrites: true,
    isOrdered: false,
    isUntold: false,
    // What it loses only the one knows who has promoted.
    loss: null,
    isPlannedChange: memory.recovery === null ? isReplica : memory.recovery.isPlannedChange
  };
  const following = {
    ...givingUpChosen(memory, primary.facts.serverUuid, observation.hostUptime),
    recovery
  };
  const now = effectiveRows(memoryRows, runtimeRows);
  const rows = isFailedPrimary(former, recovery.failedPrimary) ? now : rowsWithout(recovery.failedPrimary.endpoints, now, cluster);
  const succession = { oldPrimary: former.endpoints, newPrimary: primary.endpoints, before: recovery.rowsBefore };
  const handedOver = handOver(observation, succession, rows);
  const rowsAfter = isReplica ? handedOver.rowsAfter.map(
    (row) => row.hostgroup === cluster.quarantineHostgroup && isOf(row, former.endpoints) ? { ...row, hostgroup: cluster.readerHostgroup } : row
  ) : handedOver.rowsAfter;
  const bound = timeouts.statementTimeoutMs;
  const after = finished(observation, following, primary, []);
  return {
    says: `follow: ${nameOf2(primary)} becomes the writer of this ProxySQL in place of ${nameOf2(former)}`,
    ...PROMOTES_NOBODY,
    rowsBefore: now,
    rowsAfter,
    memoryAfter: {
      ...after,
      readsOnPrimary: !isReplica && handedOver.readsOnPrimary,
      semiSyncToRestore: recovery.isPlannedChange ? null : after.semiSyncToRestore,
      setAside: after.setAside.filter((one) => !(isReplica && isFailedPrimary(former, one)))
    },
    stages: stages([
      stage("remember", [rememberStep("remember whom to follow", following, at, bound)]),
      stage("rewrite the hostgroups", [
        rewriteStep(`make ${nameOf2(primary)} the writer`, cluster, memoryRows, rowsAfter)
      ]),
      stage("save", [saveStep(cluster, [nameIn(rowsAfter, primary)], bound)])
    ])
  };
}
var init_follow = __esm({
  "src/plan/follow.ts"() {
    "use strict";
    init_moved_primary();
    init_topology();
    init_memory();
    init_hostgroups();
    init_recovery();
    init_steps();
    init_steps_on_proxysql();
  }
});

// src/plan/readers.ts
function planSettingAside(observation, { primary, readers }, timeouts) {
  const { cluster } = observation;
  const servers = readers.map(({ server }) => server);
  const rows = rowsToRewrite(observation, primary);
  const { quarantineHostgroup, readerHostgroup } = cluster;
  const rowsAfter = movedTo(quarantineHostgroup, readerHostgroup, rows, (row) => isOfAny(row, servers));
  const says = `send the reads of ${servers.map(nameOf2).join(", ")} elsewhere`;
  const others = withoutThem(memoryOf(observation), servers);
  const aside = readers.map((one) => setAsidePrimary(observation, one.server) ?? asSetAside(one));
  const remembered = { ...others, setAside: [...others.setAside, ...aside] };
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: rows,
    rowsAfter,
    memoryAfter: null,
    stages: [
      stage("remember", [
        rememberStep(
          "remember whose reads are sent elsewhere",
          remembered,
          observation.at,
          timeouts.statementTimeoutMs
        )
      ]),
      ...rewrite(observation, says, rowsAfter, timeouts)
    ]
  };
}
function planReadmission(observation, { primary, readers }, timeouts) {
  const { cluster } = observation;
  const rows = rowsToRewrite(observation, primary);
  const { quarantineHostgroup, readerHostgroup } = cluster;
  const rowsAfter = movedTo(readerHostgroup, quarantineHostgroup, rows, (row) => isOfAny(row, readers));
  const says = `let ${readers.map(nameOf2).join(", ")} serve reads again`;
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: rows,
    rowsAfter,
    memoryAfter: withoutThem(memoryOf(observation), readers),
    stages: rewrite(observation, says, rowsAfter, timeouts)
  };
}
function planEndingReads(observation, { primary }, timeouts) {
  const { readerHostgroup } = observation.cluster;
  const rows = rowsToRewrite(observation, primary);
  const rowsAfter = rows.filter((row) => row.hostgroup !== readerHostgroup || !isOf(row, primary.endpoints));
  const says = `send no more reads to ${nameOf2(primary)}`;
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: rows,
    rowsAfter,
    memoryAfter: { ...memoryOf(observation), readsOnPrimary: false },
    stages: rewrite(observation, says, rowsAfter, timeouts, readerHostgroup)
  };
}
function rowsToRewrite({ cluster, memoryRows, runtimeRows }, primary) {
  const isWriter2 = (rows2) => rows2.some((row) => row.hostgroup === cluster.writerHostgroup && isOf(row, primary.endpoints));
  const rows = effectiveRows(memoryRows, runtimeRows);
  return isWriter2(memoryRows) && !isWriter2(rows) ? configuredRows(memoryRows, runtimeRows) : rows;
}
function rewrite({ cluster, memoryRows }, says, rowsAfter, timeouts, readBack = cluster.quarantineHostgroup) {
  const left = serversIn(rowsAfter, readBack);
  return [
    stage("rewrite the hostgroups", [rewriteStep(says, cluster, memoryRows, rowsAfter, readBack)]),
    stage("save", [saveStep(cluster, left, timeouts.statementTimeoutMs, readBack)])
  ];
}
function withoutThem(memory, servers) {
  const uuids = servers.map(({ facts }) => facts.serverUuid);
  return {
    ...memory,
    setAside: memory.setAside.filter((one) => !servers.some((server) => isFailedPrimary(server, one))),
    troubledReaders: memory.troubledReaders.filter(({ serverUuid }) => !uuids.includes(serverUuid))
  };
}
function asSetAside({ server, kind }) {
  const { endpoints, facts } = server;
  return { serverUuid: facts.serverUuid, endpoints, why: kind, mustHave: "", wellSince: null };
}
function isOfAny(row, servers) {
  return servers.some(({ endpoints }) => isOf(row, endpoints));
}
var init_readers2 = __esm({
  "src/plan/readers.ts"() {
    "use strict";
    init_topology();
    init_memory();
    init_hostgroups();
    init_steps();
    init_steps_on_proxysql();
  }
});

// src/plan/rejoin.ts
function planRejoin(observation, { primary, returned }, settings) {
  const memory = memoryOf(observation);
  const toFence = returned.filter((one) => isToFence(observation, one));
  const toRejoin = returned.filter(({ state }) => state.kind === "toRejoin");
  const follow = `let ${namesOf2(toRejoin)} follow ${nameOf2(primary)}`;
  const plan = leavingRows(observation);
  if (toFence.length > 0) {
    const rememberTried = (them) => rememberStep(
      `remember that ${namesOf2(them)} could not be made read-only`,
      { ...memory, setAside: triedNow(memory, them, observation) },
      observation.at,
      settings.statementTimeoutMs
    );
    const fence = {
      ...stage(
        "fence",
        toFence.map((one) => ({ ...fenceStep(one.server, settings), orElse: rememberTried([one]) }))
      ),
      orElseTogether: (failed) => rememberTried(toFence.filter((_, index) => failed.includes(index)))
    };
    return {
      ...plan,
      says: toRejoin.length > 0 ? follow : `make ${namesOf2(toFence)} read-only`,
      memoryAfter: null,
      stages: [{ ...fence, thenLookAgain: toRejoin.length > 0 ? "always" : "never" }]
    };
  }
  return {
    ...plan,
    says: follow,
    memoryAfter: withReplicas(memory, toRejoin, primary),
    stages: rejoinStages(observation, memory, toRejoin, primary, settings)
  };
}
function rejoinStages(observation, memory, toRejoin, primary, settings) {
  const uuids = toRejoin.map(({ server }) => server.facts.serverUuid);
  const tried2 = {
    ...memory,
    // A run that is cut off between CHANGE REPLICATION SOURCE and START REPLICA leaves the start to the next one.
    halted: [.../* @__PURE__ */ new Set([...memory.halted, ...uuids])],
    haltedAppliers: [.../* @__PURE__ */ new Set([...memory.haltedAppliers, ...uuids])],
    setAside: triedNow(memory, toRejoin, observation)
  };
  const connected = connectedReplicasOf(observation, primary);
  const example = settingsOf(connected, memory.receiverSettings) ?? NO_EXAMPLE;
  return [
    stage("remember", [
      rememberStep("remember who is told to follow", tried2, observation.at, settings.statementTimeoutMs)
    ]),
    ...stages([
      stage(
        "semi-sync",
        semiSyncReplicaSteps(
          memory,
          toRejoin.map(({ server }) => server),
          settings
        )
      )
    ]),
    stage(
      "rejoin",
      toRejoin.map(({ server, state }) => {
        const channel = state.kind === "toRejoin" ? state.channel : null;
        return rejoinStep(server, channel, primary, settings.replicationUser, example, settings);
      })
    )
  ];
}
function triedNow({ setAside }, them, { at }) {
  const remembered = them.map((one) => one.remembered);
  return setAside.map(
    (one) => one.why === "formerPrimary" && remembered.includes(one) ? { ...one, triedAt: at } : one
  );
}
function withReplicas(memory, rejoined, primary) {
  const remembered = rejoined.map((one) => one.remembered);
  return {
    ...memory,
    setAside: memory.setAside.map(
      (one) => one.why === "formerPrimary" && remembered.includes(one) ? replicaAgain(one, primary) : one
    )
  };
}
function replicaAgain({ serverUuid, endpoints }, primary) {
  const mustHave = formatGtidSet(primary.facts.gtidExecuted);
  return { serverUuid, endpoints, why: "catchesUp", mustHave, wellSince: null };
}
function namesOf2(returned) {
  return returned.map(({ server }) => nameOf2(server)).join(", ");
}
var NO_EXAMPLE;
var init_rejoin = __esm({
  "src/plan/rejoin.ts"() {
    "use strict";
    init_former_primary();
    init_topology();
    init_gtid_set();
    init_memory();
    init_hostgroups();
    init_receiver_settings();
    init_semi_sync();
    init_steps();
    init_steps_on_mysql();
    init_steps_on_proxysql();
    NO_EXAMPLE = { heartbeatSeconds: 5, connectRetrySeconds: 1, retryCount: 86400, tls: {} };
  }
});

// src/plan/repair.ts
function planReturn(observation, { primary, recovery, idle }, timeouts) {
  const memory = memoryOf(observation);
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const { endpoints } = recovery?.failedPrimary ?? primary;
  const own = (recovery?.rowsBefore ?? now).filter((row) => isOf(row, endpoints));
  const others = now.filter((row) => !isOf(row, endpoints));
  const rowsAfter = [...asWriter(own, observation.cluster), ...withoutWriters(others, observation.cluster)];
  const bound = timeouts.statementTimeoutMs;
  const replicas = replicasOf(observation, primary);
  const elsewhere = recovery === null ? [] : replicasElsewhere(observation, recovery, primary, replicas);
  const { readOnly, superReadOnly, isReadOnlyByHand: isReadOnlyByHand2 } = primary.facts;
  const opens = (readOnly || superReadOnly) && !memory.primaryWasReadOnly && !isReadOnlyByHand2;
  const inMemory = rewriteStatements(observation.memoryRows, rowsAfter).length === 0;
  const isBack = inMemory && isLoaded(observation, rowsAfter);
  return {
    says: `take ${nameOf2(primary)} back as the primary`,
    ...PROMOTES_NOBODY,
    loss: describeLossOfCandidates(observation, primary),
    rowsBefore: now,
    rowsAfter,
    memoryAfter: {
      ...givingUpChosen(memory, null, observation.hostUptime),
      troubledReaders: begunAnew(memory, observation),
      // One that was not restarted waits as a person would have it.
      semiSyncToRestore: hasRestarted(observation, primary) ? semiSyncToRestore(memory, primary) : memory.semiSyncToRestore,
      recovery: null
    },
    stages: stages([
      stage("semi-sync", opens && readOnly ? semiSyncAgain(memory, primary, replicas, timeouts) : []),
      {
        ...stage("make writable", opens ? [makeWritableStep(primary, null, timeouts)] : []),
        underLock: true
      },
      stage(
        "rewrite the hostgroups",
        isBack ? [] : [
          rewriteStep(
            `put ${nameOf2(primary)} back into its hostgroups`,
            observation.cluster,
            observation.memoryRows,
            rowsAfter
          )
        ]
      ),
      stage("semi-sync", semiSyncBackSteps(observation, primary, memory, timeouts)),
      stage("start receiving", [
        ...idle.map((replica) => startReplicaStep(replica, stoppedApplierOf(memory, replica), timeouts)),
        ...elsewhere.map((replica) => repointStep(replica, primary, true, timeouts))
      ]),
      stage("save", [saveStep(observation.cluster, writersIn(rowsAfter, observation.cluster), bound)])
    ])
  };
}
function replicasElsewhere(observation, recovery, primary, replicas) {
  const near = replicas.map(({ server }) => server);
  return observation.servers.filter((source) => source !== primary).flatMap((source) => replicasOf(observation, source)).filter(({ server }) => wasChosen(recovery, server) && !near.includes(server));
}
function planWritableAgain(observation, primary, timeouts) {
  const { cluster, memoryRows, runtimeRows } = observation;
  const rowsAfter = configuredRows(memoryRows, runtimeRows);
  const writers = writersIn(memoryRows, cluster);
  const serves = runtimeRows.some((row) => row.hostgroup === cluster.writerHostgroup && isOf(row, primary.endpoints));
  const isWriter2 = writers.some((writer) => isAt(primary, writer));
  const memory = memoryOf(observation);
  const replicas = replicasOf(observation, primary);
  return {
    says: `make ${nameOf2(primary)} writable again`,
    ...PROMOTES_NOBODY,
    rowsBefore: effectiveRows(memoryRows, runtimeRows),
    rowsAfter,
    memoryAfter: null,
    stages: stages([
      stage("semi-sync", semiSyncAgain(memory, primary, replicas, timeouts)),
      { ...stage("make writable", [makeWritableStep(primary, null, timeouts)]), underLock: true },
      stage(
        "load",
        isWriter2 && !serves ? [rewriteStep(`put ${nameOf2(primary)} back into the writer hostgroup`, cluster, memoryRows, rowsAfter)] : []
      )
    ])
  };
}
function planStrays(observation, { primary, strays, idle }, timeouts) {
  const memory = memoryOf(observation);
  return {
    says: `let ${[...strays, ...idle].map(({ server }) => nameOf2(server)).join(", ")} follow ${nameOf2(primary)}`,
    ...leavingRows(observation),
    memoryAfter: null,
    stages: stages([
      ...rememberStopped(memory, strays, observation, timeouts),
      stage("repoint", [
        ...strays.map((replica) => repointStep(replica, primary, stoppedApplierOf(memory, replica), timeouts)),
        ...idle.map((replica) => startReplicaStep(replica, stoppedApplierOf(memory, replica), timeouts))
      ])
    ])
  };
}
function planRestoration({ cluster, memoryRows }, { recovery }, { statementTimeoutMs }) {
  const rowsAfter = rowsWithout(recovery.failedPrimary.endpoints, recovery.rowsBefore, cluster);
  const says = `put the servers of ${cluster.name} back into mysql_servers`;
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: memoryRows,
    rowsAfter,
    memoryAfter: null,
    stages: stages([
      stage("restore", [rewriteStep(says, cluster, memoryRows, rowsAfter)]),
      {
        ...stage("save", [saveStep(cluster, writersIn(rowsAfter, cluster), statementTimeoutMs)]),
        thenLookAgain: "always"
      }
    ])
  };
}
var init_repair = __esm({
  "src/plan/repair.ts"() {
    "use strict";
    init_topology();
    init_memory();
    init_rewrite();
    init_halted();
    init_hostgroups();
    init_loss();
    init_recovery();
    init_semi_sync();
    init_steps();
    init_steps_on_mysql();
    init_steps_on_proxysql();
  }
});

// src/plan/plan.ts
function planFor(observation, diagnosis, settings) {
  const { action } = diagnosis;
  switch (action.kind) {
    case "none":
      return null;
    case "askReplicas":
      return planAsking(observation, action, settings);
    case "failOver":
      return planFailover(observation, diagnosis.name, action.primary, settings);
    case "finishPromotion":
      return planFinish(observation, action, settings);
    case "takePrimaryBack":
      return planReturn(observation, action, settings);
    case "makePrimaryWritable":
      return planWritableAgain(observation, action.primary, settings);
    case "withdrawWriters":
      return planWithdrawal(observation, action.writers, settings);
    case "follow":
      return planFollow(observation, diagnosis.name, action.moved, settings);
    case "fence":
      return planFencing(
        observation,
        action.servers,
        diagnosis.name === "formerPrimaryWritable" ? housekeeping(settings) : settings
      );
    case "restoreRows":
      return planRestoration(observation, action, settings);
    case "repointStrays":
      return planStrays(observation, action, housekeeping(settings));
    case "rejoin":
      return planRejoin(observation, action, housekeeping(settings));
    case "setReadersAside":
      return planSettingAside(observation, action, settings);
    case "readmitReaders":
      return planReadmission(observation, action, settings);
    case "endReadsOnPrimary":
      return planEndingReads(observation, action, settings);
    case "restoreSemiSync":
      return planSemiSync(observation, action, settings);
  }
}
function housekeeping(settings) {
  return {
    ...settings,
    statementTimeoutMs: Math.min(settings.statementTimeoutMs, HOUSEKEEPING_MS),
    repointTimeoutMs: Math.min(settings.repointTimeoutMs, HOUSEKEEPING_MS)
  };
}
var HOUSEKEEPING_MS;
var init_plan = __esm({
  "src/plan/plan.ts"() {
    "use strict";
    init_ask();
    init_failover();
    init_fence();
    init_finish_promotion();
    init_follow();
    init_readers2();
    init_rejoin();
    init_repair();
    init_semi_sync();
    HOUSEKEEPING_MS = 2e3;
  }
});

// src/plan/quorum.ts
function quorumFor(observation, diagnosis, mode) {
  if (OF_THIS_PROXYSQL.includes(diagnosis.action.kind)) return null;
  const { primary } = diagnosis;
  const { servers } = observation;
  const voters = lockersOf(observation, gone(observation, primary)).map((voter) => {
    const server = servers.find((one) => isKnownAs(one, voter));
    const reason = server === void 0 || server.answers ? "not seen" : server.reason;
    return { answers: server?.answers === true, endpoint: server?.endpoints[0] ?? voter, reason };
  });
  return {
    servers: voters.filter(({ answers }) => answers).map(({ endpoint: endpoint2 }) => endpoint2),
    needed: neededOf(voters, mode),
    silent: voters.filter(({ answers }) => !answers).map(({ endpoint: endpoint2, reason }) => `${endpointName(endpoint2)} does not answer (${reason})`),
    down: servers.filter((server) => !server.answers && isDown(server.reason)).map(({ endpoints: [first] }) => first)
  };
}
function gone({ servers }, primary) {
  return servers.filter((server) => !server.answers && (server === primary || isDown(server.reason)));
}
function whyNoQuorum({ servers, needed, silent }) {
  if (servers.length >= needed) return null;
  const missing = silent.length === 0 ? "" : ` (${silent.join(", ")})`;
  return {
    refused: `this host reaches ${servers.length} of ${servers.length + silent.length} servers${missing}; another ProxySQL host may act where ${needed} can be reached`,
    advice: `see why it does not answer and bring it back, or, on every ProxySQL host, ${KEEP_OUT}: it does not count there; where no other ProxySQL host runs this program, set quorum to any`,
    verdicts: []
  };
}
var OF_THIS_PROXYSQL;
var init_quorum = __esm({
  "src/plan/quorum.ts"() {
    "use strict";
    init_advice();
    init_topology();
    init_voters();
    init_session();
    OF_THIS_PROXYSQL = [
      "none",
      "follow",
      "withdrawWriters",
      "setReadersAside",
      "readmitReaders",
      "restoreRows"
    ];
  }
});

// src/plan/decide.ts
function decide(observation, diagnosis, limits) {
  const plan = planFor(observation, diagnosis, planSettings(limits));
  if (plan === null) return { plan: null, refusal: null, quorum: null };
  if (isRefusal(plan)) return { plan: null, refusal: plan, quorum: null };
  const quorum = quorumFor(observation, diagnosis, limits.quorum);
  const tooSoon = whyNotNow(observation, diagnosis, limits);
  return { plan, refusal: tooSoon ?? (quorum === null ? null : whyNoQuorum(quorum)), quorum };
}
function whyNotNow(observation, { action, name }, limits) {
  const isBegun = action.kind === "failOver" && observation.memory?.recovery != null;
  const isForAPerson = DECIDE_WHO_WRITES.includes(action.kind) && name !== "givenUpServerWritable" && !isBegun;
  if (limits.autoFailover || !isForAPerson) {
    return LEAD_TO_FAILOVER.includes(action.kind) ? whyTooSoon(observation, limits) : null;
  }
  return {
    refused: "autoFailover is false",
    advice: "set autoFailover to true, or do it by hand",
    verdicts: []
  };
}
function planSettings(limits) {
  return {
    allowDataLoss: limits.allowDataLoss ?? null,
    replicationUser: limits.replication.user,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applyTimeoutMs: limits.applyTimeoutMs,
    repointTimeoutMs: limits.repointTimeoutMs,
    reconnectTimeoutMs: limits.reconnectTimeoutMs
  };
}
var STATEMENT_TIMEOUT_MS, DECIDE_WHO_WRITES, LEAD_TO_FAILOVER;
var init_decide = __esm({
  "src/plan/decide.ts"() {
    "use strict";
    init_anti_flapping();
    init_plan();
    init_quorum();
    init_steps();
    STATEMENT_TIMEOUT_MS = 1e4;
    DECIDE_WHO_WRITES = [
      "failOver",
      "askReplicas",
      "makePrimaryWritable",
      "withdrawWriters",
      "fence"
    ];
    LEAD_TO_FAILOVER = ["failOver", "askReplicas"];
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
      (channel) => follows(channel, primary) && channel.receiver === "connected" ? {
        ...channel,
        receiver: "connecting",
        receiverWaits: true,
        receiverErrno: CR_CONN_HOST_ERROR,
        receiverErrorSecondsAgo: 0
      } : channel
    );
    return { ...server, facts: { ...server.facts, channels } };
  });
  return { ...observation, servers };
}
function withoutNewer(observation, earlier) {
  const newer = subtract(allIn(observation), allIn(earlier));
  const { lastSeen } = observation;
  const older = lastSeen && {
    ...lastSeen,
    gtidExecuted: formatGtidSet(subtract(parseGtidSet(lastSeen.gtidExecuted), newer))
  };
  const servers = observation.servers.map((server) => server.answers ? olderOf(server, newer) : server);
  return { newer, observation: { ...observation, lastSeen: older, servers } };
}
function allIn({ servers, lastSeen }) {
  return unionOf(
    parseGtidSet(lastSeen?.gtidExecuted ?? ""),
    ...servers.flatMap((server) => server.answers ? [receivedBy(server)] : [])
  );
}
function olderOf(server, newer) {
  const { facts } = server;
  return {
    ...server,
    facts: {
      ...facts,
      gtidExecuted: subtract(facts.gtidExecuted, newer),
      gtidPurged: subtract(facts.gtidPurged, newer),
      channels: facts.channels.map((channel) => ({ ...channel, retrieved: subtract(channel.retrieved, newer) }))
    }
  };
}
function sayNotCounted(newer) {
  if (isEmpty(newer)) return null;
  return `${counted(countTransactions(newer), "transaction")} that arrived while the servers were asked, one a moment after another`;
}
var CR_CONN_HOST_ERROR;
var init_rehearse = __esm({
  "src/plan/rehearse.ts"() {
    "use strict";
    init_counted();
    init_topology();
    init_gtid_set();
    CR_CONN_HOST_ERROR = 2003;
  }
});

// src/execute/time-left.ts
function timeLeft(deadline, { now }) {
  return Math.max(1, Math.round(deadline - now()));
}
var init_time_left = __esm({
  "src/execute/time-left.ts"() {
    "use strict";
  }
});

// src/execute/kill.ts
async function killConnections(who, step, session, deadline, hands) {
  if (who === void 0) return "done";
  const { rows } = await session.query(who, timeLeft(deadline, hands));
  let killed = 0;
  let denied = 0;
  for (const { id } of rows) {
    if (id == null) continue;
    const statement = killConnection(id);
    hands.journal.say("debug", statement);
    try {
      await session.query(statement, timeLeft(deadline, hands));
      killed += 1;
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      if (error.errno === ER_KILL_DENIED) denied += 1;
      else if (error.errno !== ER_NO_SUCH_THREAD) throw error;
    }
  }
  if (killed > 0) hands.journal.say("info", `${step.says}: ${counted(killed, "thread")} killed`);
  return denied === 0 ? "done" : "denied";
}
async function unblocking(step, statement, hands) {
  const { on, killsMeanwhile } = step;
  if (killsMeanwhile === void 0 || on.kind !== "mysql") return statement;
  let isOver = false;
  const ended = statement.finally(() => {
    isOver = true;
  });
  const help = async () => {
    let apart = null;
    try {
      for (; ; ) {
        await Promise.race([ended, hands.sleep(MEANWHILE_MS)]);
        if (isOver) return;
        apart ??= await hands.openApart(on.endpoint, hands.connectTimeoutMs);
        const deadline = hands.now() + hands.connectTimeoutMs;
        if (await killConnections(killsMeanwhile, step, apart, deadline, hands) === "done") continue;
        hands.journal.say("warn", `${step.says}: an applier keeps it waiting, and only SYSTEM_USER may kill it`);
        return;
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    } finally {
      apart?.close();
    }
  };
  await Promise.all([ended, help()]);
}
var ER_NO_SUCH_THREAD, ER_KILL_DENIED, MEANWHILE_MS;
var init_kill = __esm({
  "src/execute/kill.ts"() {
    "use strict";
    init_counted();
    init_session();
    init_statements();
    init_time_left();
    ER_NO_SUCH_THREAD = 1094;
    ER_KILL_DENIED = 1095;
    MEANWHILE_MS = 200;
  }
});

// src/execute/walk.ts
async function walk(stages2, hands) {
  const troubles = [];
  let memory = null;
  let recovery = null;
  const remembered = ({ on }) => {
    if (on.kind !== "memory") return;
    memory = on.memory;
    recovery = on.memory.recovery ?? recovery;
  };
  const ended = (end, because = []) => ({
    end,
    memory,
    recovery,
    troubles: [...troubles, ...because]
  });
  for (const stage2 of stages2) {
    const lost = stage2.underLock ? await hands.whyNotLocked() : null;
    if (lost !== null) return ended("failed", [lost]);
    if (stage2.underLock && await hands.whoIsBack() !== null) return ended("lookAgain");
    const results = await Promise.all(stage2.steps.map((step) => takeStep(step, hands)));
    const failed = [...stage2.steps.keys()].filter((index) => results[index] !== null);
    const together = failed.length > 1 ? stage2.orElseTogether?.(failed) : void 0;
    for (const [index, step] of stage2.steps.entries()) {
      const failure = results[index] ?? null;
      if (failure !== null && step.ifItFails === "isAnAnswer") continue;
      if (failure !== null) troubles.push(`${step.says}: ${failure.error.message}`);
      else remembered(step);
      if (failure !== null && step.ifItFails === "lookAgainIfDown" && !isDown(failure.error.reason)) continue;
      const isTaken = together !== void 0 && index !== failed[0];
      const orElse = together ?? step.orElse;
      if (failure !== null && orElse !== void 0 && !isTaken) {
        const also = await takeStep(orElse, hands);
        if (also !== null) return ended("failed", [`${orElse.says}: ${also.error.message}`]);
        remembered(orElse);
      }
      const end = failure === null ? null : endAfter(failure, step);
      if (end !== null) return ended(end);
    }
    const learnt = stage2.thenLookAgain === "ifAStepSucceeds" && results.includes(null);
    if (learnt || stage2.thenLookAgain === "always") return ended("lookAgain");
  }
  return ended("done");
}
function endAfter({ error, isUndone }, { ifItFails }) {
  switch (ifItFails) {
    case "stop":
      return "failed";
    case "lookAgain":
    case "lookAgainIfDown":
      return "lookAgain";
    case "lookAgainIfRefused":
      return error.errno === null ? "failed" : "lookAgain";
    case "goOnIfUndone":
      return isUndone ? null : "failed";
    case "goOn":
    case "isAnAnswer":
      return null;
  }
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
    if (step.ifItFails === "isAnAnswer")
      hands.journal.say("info", `${step.says}: no, ${error.message}`, { server, ms });
    else hands.journal.say("error", `${step.says}: failed after ${ms} ms: ${error.message}`, { server, ms });
    return { error, isUndone: await undo(step, hands) };
  }
}
async function sessionFor(step, hands) {
  return step.on.kind === "mysql" ? hands.open(step.on.endpoint, hands.connectTimeoutMs) : hands.admin;
}
async function send(step, session, deadline, hands) {
  await killConnections(step.kills, step, session, deadline, hands);
  for (const statement of step.statements) {
    hands.journal.say("debug", statement);
    await unblocking(step, sendOne(statement, session, timeLeft(deadline, hands), hands), hands);
  }
  await killConnections(step.kills, step, session, deadline, hands);
  if (step.verify === null) return;
  const { withinMs = step.timeoutMs } = step.verify;
  const until = Math.min(deadline, hands.now() + withinMs);
  let pause2 = FIRST_PAUSE_MS;
  let progressAt = hands.now() + PROGRESS_EVERY_MS;
  let askSourceAt = hands.now();
  const look2 = async (query) => {
    const { rows } = await session.query(query, Math.max(SHORTEST_LOOK_MS, timeLeft(deadline, hands)));
    return rows;
  };
  for (; ; ) {
    const rows = await look2(step.verify.query);
    const missing = whatIsMissing(step.verify.expect, rows);
    if (missing === null) return;
    if (isFinal(step.verify.expect, rows)) throw new Unanswered("silent", missing);
    const { source } = step.verify;
    if (source !== void 0 && hasReceiverError(rows) && hands.now() >= askSourceAt) {
      if (await doesNotAnswer(source, hands))
        throw new Unanswered("silent", `${missing}; ${endpointName(source)} does not answer`);
      askSourceAt = hands.now() + PROGRESS_EVERY_MS;
    }
    const { threads } = step.verify;
    const [status] = threads === void 0 ? [] : await look2(threads.query);
    const stopped = status === void 0 ? null : whyStopped(status, threads?.receives === true);
    if (stopped !== null) throw new Unanswered("silent", `${missing}: ${stopped}`);
    if (hands.now() + pause2 >= until) {
      throw new Unanswered("silent", `not so after ${withinMs} ms: ${missing}`);
    }
    if (hands.now() >= progressAt) {
      const state = status?.Replica_SQL_Running_State ?? "";
      hands.journal.say("info", `${step.says}: ${missing}${state === "" ? "" : ` (applier: ${state})`}`);
      progressAt = hands.now() + PROGRESS_EVERY_MS;
    }
    await hands.sleep(pause2);
    pause2 = Math.min(pause2 * 2, LONGEST_PAUSE_MS);
  }
}
async function sendOne(statement, session, timeoutMs, hands) {
  if (!needsPassword(statement)) {
    await session.query(statement, timeoutMs);
    return;
  }
  try {
    await session.query(withPassword(statement, hands.replicationPassword), timeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered) || error.errno === null || TELLS_NOTHING.includes(error.errno)) throw error;
    throw new Unanswered(
      error.reason,
      `CHANGE REPLICATION SOURCE TO ended with error ${error.errno}; its text is not shown, it may hold the password`,
      error.errno
    );
  }
}
function whatIsMissing(expect, rows) {
  switch (expect.kind) {
    case "receiverConnects":
      return whatIsMissing({ kind: "values", values: { Replica_IO_Running: "Yes" } }, rows);
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
      return left.size === 0 ? null : `${counted(countTransactions(left), "transaction")} still to be applied`;
    }
    case "atLeast": {
      const found = Number(rows[0]?.[expect.column] ?? 0);
      return found >= expect.least ? null : `${found} instead of ${expect.least}`;
    }
    case "servers": {
      const wanted = expect.servers.map(endpointName).sort().join(", ");
      const found = rows.map((row) => endpointName({ host: row.hostname ?? "", port: Number(row.port) }));
      const present = found.sort().join(", ");
      return present === wanted ? null : `found ${present || "no server"} instead of ${wanted || "none"}`;
    }
  }
}
function isFinal(expect, rows) {
  return expect.kind === "receiverConnects" && hasReceiverError(rows);
}
function whyStopped(status, receives) {
  if (status.Replica_SQL_Running === "No") return `its applier has stopped${suffix(status.Last_SQL_Error ?? "")}`;
  const receiver = status.Replica_IO_Running === "No" ? "stopped" : "connected";
  const isRefused = isRefusedBySource({ receiver, receiverErrno: Number(status.Last_IO_Errno ?? 0) });
  return receives && isRefused ? `its receiver has stopped${suffix(status.Last_IO_Error ?? "")}` : null;
}
function hasReceiverError([row]) {
  return (row?.Last_IO_Errno ?? "0") !== "0";
}
async function doesNotAnswer(endpoint2, { open, connectTimeoutMs }) {
  try {
    const session = await open(endpoint2, connectTimeoutMs);
    await session.query(SELECT_READ_ONLY, connectTimeoutMs);
    return false;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return error.errno === null;
  }
}
async function undo(step, hands) {
  if (step.undo.length === 0) return true;
  const lost = await hands.whyNotLocked();
  if (lost !== null) {
    hands.journal.say("error", `${step.says}: not undone: ${lost}`);
    return false;
  }
  try {
    const session = await sessionFor(step, hands);
    for (const statement of step.undo) {
      hands.journal.say("debug", statement);
      await session.query(statement, step.timeoutMs);
    }
    hands.journal.say("warn", `${step.says}: undone`);
    return true;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    hands.journal.say("error", `${step.says}: could not be undone: ${error.message}`);
    return false;
  }
}
var FIRST_PAUSE_MS, LONGEST_PAUSE_MS, PROGRESS_EVERY_MS, SHORTEST_LOOK_MS, TELLS_NOTHING;
var init_walk = __esm({
  "src/execute/walk.ts"() {
    "use strict";
    init_counted();
    init_replicating();
    init_gtid_set();
    init_session();
    init_statements();
    init_kill();
    init_time_left();
    FIRST_PAUSE_MS = 5;
    LONGEST_PAUSE_MS = 100;
    PROGRESS_EVERY_MS = 1e3;
    SHORTEST_LOOK_MS = 250;
    TELLS_NOTHING = [1227, 3021, 3081];
  }
});

// src/observe/last-seen.ts
function replaceLastSeen(cluster, { serverUuid, at, heldAtUptime, gtidExecuted }) {
  const values = [cluster, serverUuid, new Date(at).toISOString(), String(heldAtUptime), gtidExecuted].map(quoteAdmin);
  return `INSERT OR REPLACE INTO main.proxysql_failover_seen (${LAST_SEEN_COLUMNS.join(", ")}) VALUES (${values.join(", ")})`;
}
function parseLastSeen(row) {
  return {
    serverUuid: row.server_uuid ?? "",
    at: Date.parse(row.seen_at ?? ""),
    heldAtUptime: Number(row.host_uptime_ms),
    gtidExecuted: row.gtid_executed ?? ""
  };
}
var LAST_SEEN_COLUMNS, CREATE_LAST_SEEN_TABLE, SELECT_LAST_SEEN;
var init_last_seen = __esm({
  "src/observe/last-seen.ts"() {
    "use strict";
    init_quote2();
    LAST_SEEN_COLUMNS = ["cluster", "server_uuid", "seen_at", "host_uptime_ms", "gtid_executed"];
    CREATE_LAST_SEEN_TABLE = "CREATE TABLE IF NOT EXISTS main.proxysql_failover_seen (cluster VARCHAR PRIMARY KEY NOT NULL, server_uuid VARCHAR NOT NULL, seen_at VARCHAR NOT NULL, host_uptime_ms VARCHAR NOT NULL, gtid_executed VARCHAR NOT NULL)";
    SELECT_LAST_SEEN = `SELECT ${LAST_SEEN_COLUMNS.join(", ")} FROM main.proxysql_failover_seen`;
  }
});

// src/observe/proxysql.ts
function asJson(select, columns) {
  const pairs = columns.map((column) => `'${column}', ${column}`);
  return `(SELECT json_group_array(json_object(${pairs.join(", ")})) FROM (${select}) AS t)`;
}
function lookAtProxysql(admin, timeoutMs) {
  return asAdmin(() => readTables(admin, timeoutMs));
}
function lookAtReplicationHostgroups(admin, timeoutMs) {
  return asAdmin(async () => (await admin.query(SELECT_REPLICATION_HOSTGROUPS, timeoutMs)).rows.map(parsePair));
}
async function asAdmin(read) {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const isMysql = error.errno === ER_NO_DB || error.errno === ER_NO_SUCH_TABLE;
    const advice = isMysql ? "is a MySQL server; check proxysql.host and proxysql.port" : "does not tell its tables";
    throw new Unanswered(error.reason, `ProxySQL's admin interface ${advice} (${error.message})`, error.errno);
  }
}
async function readTables(admin, timeoutMs) {
  const tables = await selectTables(admin, timeoutMs);
  const memories = rowsIn(tables.memories);
  return {
    memoryRows: rowsIn(tables.memory).map(parseServerRow),
    runtimeRows: rowsIn(tables.runtime).map(parseServerRow).filter((row) => row.status !== "OFFLINE_HARD"),
    replicationHostgroups: rowsIn(tables.replication_hostgroups).map(parsePair),
    hasPeers: Number(tables.peers) > 0,
    diskRows: rowsIn(tables.disk).map(parseServerRow),
    memories: new Map(memories.map((row) => [row.cluster ?? "", row])),
    lastSeen: new Map(rowsIn(tables.last_seen).map((row) => [row.cluster ?? "", row]))
  };
}
function parsePair(row) {
  return {
    writerHostgroup: Number(row.writer_hostgroup),
    readerHostgroup: Number(row.reader_hostgroup),
    comment: String(row.comment ?? "")
  };
}
async function selectTables(admin, timeoutMs, [select, next, ...rest] = SELECTS) {
  try {
    return (await admin.query(select, timeoutMs)).rows[0] ?? {};
  } catch (error) {
    const isMissing = error instanceof Unanswered && error.message.includes("no such table");
    if (!isMissing || next === void 0) throw error;
    return selectTables(admin, timeoutMs, [next, ...rest]);
  }
}
function rowsIn(json) {
  return json == null ? [] : JSON.parse(json);
}
function rowsOfCluster(rows, cluster) {
  const hostgroups = [cluster.writerHostgroup, cluster.readerHostgroup, cluster.quarantineHostgroup];
  return rows.filter((row) => hostgroups.includes(row.hostgroup));
}
var ER_NO_DB, ER_NO_SUCH_TABLE, SELECT_REPLICATION_HOSTGROUPS, SELECT_TABLES, SELECT_TABLES_AND_MEMORIES, SELECTS;
var init_proxysql = __esm({
  "src/observe/proxysql.ts"() {
    "use strict";
    init_session();
    init_server_rows();
    init_last_seen();
    init_memory();
    ER_NO_DB = 1046;
    ER_NO_SUCH_TABLE = 1146;
    SELECT_REPLICATION_HOSTGROUPS = "SELECT writer_hostgroup, reader_hostgroup, comment FROM mysql_replication_hostgroups ORDER BY writer_hostgroup";
    SELECT_TABLES = `SELECT ${asJson(SELECT_MEMORY_SERVERS, ROW_COLUMNS)} AS memory, ${asJson(SELECT_RUNTIME_SERVERS, ROW_COLUMNS)} AS runtime, ${asJson(SELECT_DISK_SERVERS, ROW_COLUMNS)} AS disk, ${asJson(SELECT_REPLICATION_HOSTGROUPS, ["writer_hostgroup", "reader_hostgroup", "comment"])} AS replication_hostgroups, (SELECT COUNT(*) FROM proxysql_servers) AS peers`;
    SELECT_TABLES_AND_MEMORIES = `${SELECT_TABLES}, ${asJson(SELECT_MEMORIES, ["cluster", "unfinished_recovery", "memory"])} AS memories`;
    SELECTS = [
      `${SELECT_TABLES_AND_MEMORIES}, ${asJson(SELECT_LAST_SEEN, LAST_SEEN_COLUMNS)} AS last_seen`,
      SELECT_TABLES_AND_MEMORIES,
      SELECT_TABLES
    ];
  }
});

// src/observe/clusters.ts
function clustersFromProxysql(rows) {
  const names2 = /* @__PURE__ */ new Set();
  return rows.map(({ writerHostgroup, readerHostgroup, comment }) => {
    const name = comment === "" || names2.has(comment) ? `hostgroup-${writerHostgroup}` : comment;
    names2.add(name);
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

// src/observe/renamed-cluster.ts
function memoryOfFormerName({ memories, memoryRows, runtimeRows, replicationHostgroups }, cluster, configured) {
  const clusters = configured.length > 0 ? configured : clustersFromProxysql(replicationHostgroups);
  const others = clusters.filter(({ name }) => name !== cluster.name);
  const rows = [...memoryRows, ...runtimeRows];
  const found = [...memories.values()].filter((row) => !clusters.some(({ name }) => name === row.cluster)).flatMap(readable).filter((memory) => fits(memory, rows, cluster) && !others.some((other) => fits(memory, rows, other)));
  return found.length === 1 ? found[0] ?? null : null;
}
function fits({ primary, servers }, rows, cluster) {
  const own = rowsOfCluster(rows, cluster);
  const isAmong = (among, known) => among.some(({ hostname: host, port: port2 }) => sameEndpoint(known, { host, port: port2 }));
  if (primary === null || !isAmong(own, primary)) return false;
  return servers.every((known) => isAmong(own, known) || !isAmong(rows, known));
}
function readable(row) {
  try {
    return [parseMemory(row)];
  } catch (error) {
    if (!(error instanceof UnreadableMemory)) throw error;
    return [];
  }
}
function areTheSame({ servers }, seen) {
  const uuids = servers.flatMap((known) => {
    const server = seen.find(({ endpoints }) => endpoints.some((endpoint2) => sameEndpoint(endpoint2, known)));
    return server?.answers ? [[server.facts.serverUuid, known.serverUuid]] : [];
  });
  return uuids.length > 0 && uuids.every(([now, then]) => now === then);
}
var init_renamed_cluster = __esm({
  "src/observe/renamed-cluster.ts"() {
    "use strict";
    init_session();
    init_clusters();
    init_memory();
    init_proxysql();
  }
});

// src/observe/server.ts
async function lookAtServer(endpoint2, open, timeouts) {
  try {
    const session = await open(endpoint2, timeouts.connectTimeoutMs);
    return { answers: true, endpoints: [endpoint2], facts: await readFacts(session, timeouts.readTimeoutMs) };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { answers: false, endpoints: [endpoint2], serverUuid: null, reason: error.reason, message: error.message };
  }
}
async function readFacts(session, timeoutMs) {
  try {
    return await readEverything(session, timeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered) || error.errno === null) throw error;
    const variables = byName((await session.query(SHOW_VARIABLES, timeoutMs)).rows);
    const unsupported = whyUnsupported(variables);
    if (unsupported === null) throw error;
    return factsOf(variables, unsupported, {}, [], []);
  }
}
async function readEverything(session, timeoutMs) {
  const answers = await session.queryEach([SELECT_OWN_STATE, SHOW_REPLICA_STATUS, SHOW_REPLICAS], timeoutMs);
  const [ownState, replicaStatus, attachedReplicas] = answers.map(({ rows }) => rows);
  const own = ownState?.[0] ?? {};
  const variables = new Map(Object.entries(JSON.parse(own.variables ?? "{}")));
  const unsupported = whyUnsupported(variables);
  if (unsupported !== null) return factsOf(variables, unsupported, {}, [], []);
  const heartbeats = parseHeartbeats(own.heartbeats ?? null);
  const channels = (replicaStatus ?? []).map((row) => parseChannel(row, heartbeats));
  const replicas = (attachedReplicas ?? []).map(parseAttachedReplica);
  return factsOf(variables, null, own, channels, replicas);
}
function byName(rows) {
  return new Map(rows.map((row) => [(row.Variable_name ?? "").toLowerCase(), row.Value ?? ""]));
}
function either2(variables, current, before) {
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
function factsOf(variables, unsupported, own, channels, attachedReplicas) {
  const status = new Map(Object.entries(JSON.parse(own.status ?? "{}")));
  const uptimeSeconds = Number(status.get("Uptime") ?? 0);
  const readOnly = isOn(variables.get("read_only"));
  const setting = lastSetting(own.read_only_set ?? null, readOnly);
  return {
    serverUuid: variables.get("server_uuid") ?? "",
    serverId: Number(variables.get("server_id")),
    version: parseVersion(variables.get("version") ?? "") ?? { major: 0, minor: 0, patch: 0 },
    versionText: variables.get("version") ?? "",
    unsupported,
    uptimeSeconds,
    processStartedAt: (Number(own.now ?? 0) - uptimeSeconds) * 1e3,
    netTimeoutSeconds: Number(either2(variables, "replica_net_timeout", "slave_net_timeout") || 0),
    readOnly,
    superReadOnly: isOn(variables.get("super_read_only")),
    isReadOnlyByHand: readOnly && isByHand(setting, uptimeSeconds),
    isCloning: own.cloning === "1",
    offlineMode: isOn(variables.get("offline_mode")),
    promotedSecondsAgo: !readOnly && setting?.own === 1 ? setting.ago : null,
    madeWritableByHandSecondsAgo: !readOnly && setting?.own === 0 ? setting.ago : null,
    gtidMode: variables.get("gtid_mode") ?? "",
    gtidExecuted: parseGtidSet(own.gtid_executed ?? ""),
    gtidPurged: parseGtidSet(own.gtid_purged ?? ""),
    logBin: isOn(variables.get("log_bin")),
    logReplicaUpdates: isOn(either2(variables, "log_replica_updates", "log_slave_updates")),
    channels,
    semiSync: parseSemiSync(variables, status),
    attachedReplicas
  };
}
function isByHand(setting, uptimeSeconds) {
  return setting?.own === 0 && uptimeSeconds - setting.ago > STARTING_S2;
}
function lastSetting(json, readOnly) {
  const settings = json === null ? {} : JSON.parse(json);
  const own = settings.read_only ?? null;
  const stricter = readOnly ? settings.super_read_only ?? null : null;
  if (own === null || stricter === null) return own ?? stricter;
  return stricter.ago < own.ago ? stricter : own;
}
function parseSemiSync(variables, status) {
  const naming = variables.has("rpl_semi_sync_source_enabled") ? "source" : variables.has("rpl_semi_sync_master_enabled") ? "master" : null;
  const replicaNaming = variables.has("rpl_semi_sync_replica_enabled") ? "replica" : variables.has("rpl_semi_sync_slave_enabled") ? "slave" : null;
  return {
    naming,
    replicaNaming,
    sourceEnabled: isOn(either2(variables, "rpl_semi_sync_source_enabled", "rpl_semi_sync_master_enabled")),
    sourceActive: isOn(either2(status, "Rpl_semi_sync_source_status", "Rpl_semi_sync_master_status")),
    replicaEnabled: isOn(either2(variables, "rpl_semi_sync_replica_enabled", "rpl_semi_sync_slave_enabled")),
    waitForReplicaCount: Number(
      either2(variables, "rpl_semi_sync_source_wait_for_replica_count", "rpl_semi_sync_master_wait_for_slave_count") || 0
    ),
    timeoutMs: Number(either2(variables, "rpl_semi_sync_source_timeout", "rpl_semi_sync_master_timeout") || 0),
    waitsWithoutReplicas: isOn(
      either2(variables, "rpl_semi_sync_source_wait_no_replica", "rpl_semi_sync_master_wait_no_slave")
    ),
    clients: Number(either2(status, "Rpl_semi_sync_source_clients", "Rpl_semi_sync_master_clients") || 0),
    waitingSessions: Number(
      either2(status, "Rpl_semi_sync_source_wait_sessions", "Rpl_semi_sync_master_wait_sessions") || 0
    )
  };
}
function parseHeartbeats(json) {
  return json === null ? {} : JSON.parse(json);
}
function parseChannel(row, heartbeats) {
  const heartbeat = heartbeats[row.Channel_Name ?? ""];
  return {
    name: row.Channel_Name ?? "",
    source: { host: row.Source_Host ?? "", port: Number(row.Source_Port) },
    sourceUuid: row.Source_UUID ?? "",
    receiver: parseReceiver(row.Replica_IO_Running ?? ""),
    receiverThread: heartbeat?.thread ?? null,
    receiverWaits: waitsToReconnect(row),
    receiverGaveUp: hasGivenUp2(row),
    receiverErrno: Number(row.Last_IO_Errno),
    receiverError: row.Last_IO_Error ?? "",
    receiverErrorSecondsAgo: heartbeat?.failed ?? null,
    applier: row.Replica_SQL_Running === "Yes" ? "running" : "stopped",
    applierError: row.Last_SQL_Error ?? "",
    lagSeconds: row.Seconds_Behind_Source == null ? null : Number(row.Seconds_Behind_Source),
    delaySeconds: Number(row.SQL_Delay),
    heartbeatSeconds: heartbeat?.period ?? 0,
    heardSecondsAgo: heartbeat?.heard ?? null,
    connectRetrySeconds: Number(row.Connect_Retry),
    retryCount: Number(row.Source_Retry_Count),
    tls: parseTls(row),
    autoPosition: row.Auto_Position === "1",
    filters: FILTERS.filter((column) => (row[column] ?? "") !== "").map((column) => `${column} = ${row[column]}`),
    retrieved: parseGtidSet(row.Retrieved_Gtid_Set ?? "")
  };
}
function parseTls(row) {
  if (row.Source_SSL_Allowed !== "Yes") return {};
  const texts = Object.entries(TLS_OPTIONS).map(([option, column]) => [option, row[column] ?? ""]);
  return {
    SOURCE_SSL: "1",
    SOURCE_SSL_VERIFY_SERVER_CERT: row.Source_SSL_Verify_Server_Cert === "Yes" ? "1" : "0",
    ...Object.fromEntries(texts.filter(([, text2]) => text2 !== ""))
  };
}
function parseReceiver(text2) {
  return text2 === "Yes" ? "connected" : text2 === "Connecting" ? "connecting" : "stopped";
}
function waitsToReconnect(row) {
  if (parseReceiver(row.Replica_IO_Running ?? "") !== "connecting") return false;
  return Number(row.Last_IO_Errno) !== 0 || (row.Replica_IO_State ?? "").startsWith("Waiting to reconnect");
}
function hasGivenUp2(row) {
  const attempt = ATTEMPT.exec(row.Last_IO_Error ?? "");
  const number2 = attempt?.[1] ?? attempt?.[2];
  const isStopped2 = parseReceiver(row.Replica_IO_Running ?? "") === "stopped";
  const most = Number(row.Source_Retry_Count);
  return isStopped2 && number2 !== void 0 && most > 0 && Number(number2) >= most;
}
function parseAttachedReplica(row) {
  return { serverUuid: row.Replica_UUID ?? "", host: row.Host ?? "", port: Number(row.Port) };
}
var STARTING_S2, FILTERS, TLS_OPTIONS, ATTEMPT;
var init_server = __esm({
  "src/observe/server.ts"() {
    "use strict";
    init_gtid_set();
    init_session();
    init_statements();
    init_version();
    STARTING_S2 = 10;
    FILTERS = [
      "Replicate_Do_DB",
      "Replicate_Ignore_DB",
      "Replicate_Do_Table",
      "Replicate_Ignore_Table",
      "Replicate_Wild_Do_Table",
      "Replicate_Wild_Ignore_Table",
      "Replicate_Rewrite_DB"
    ];
    TLS_OPTIONS = {
      SOURCE_SSL_CA: "Source_SSL_CA_File",
      SOURCE_SSL_CAPATH: "Source_SSL_CA_Path",
      SOURCE_SSL_CERT: "Source_SSL_Cert",
      SOURCE_SSL_CIPHER: "Source_SSL_Cipher",
      SOURCE_SSL_KEY: "Source_SSL_Key",
      SOURCE_SSL_CRL: "Source_SSL_Crl",
      SOURCE_SSL_CRLPATH: "Source_SSL_Crlpath",
      SOURCE_TLS_VERSION: "Source_TLS_Version"
    };
    ATTEMPT = /attempt (\d+)\/|retries: (\d+)/;
  }
});

// src/observe/servers.ts
async function lookAtServers(wanted, open, timeouts) {
  let servers = [];
  let next = distinct([...wanted.inProxysql, ...wanted.remembered]);
  for (let hop = 0; hop < MAX_HOPS2 && next.length > 0; hop += 1) {
    const looks = await Promise.all(next.map((endpoint2) => lookAtServer(endpoint2, open, timeouts)));
    servers = mergeByUuid([...servers, ...looks], wanted.remembered);
    next = leadsFrom(servers, wanted.inProxysql);
  }
  return servers;
}
function distinct(endpoints) {
  return endpoints.filter((endpoint2, index) => endpoints.findIndex((other) => sameEndpoint(other, endpoint2)) === index).map(({ host, port: port2 }) => ({ host, port: port2 }));
}
function mergeByUuid(looks, remembered) {
  const answering2 = /* @__PURE__ */ new Map();
  const silent = [];
  for (const look2 of looks) {
    if (!look2.answers) {
      silent.push(look2);
      continue;
    }
    const known = answering2.get(look2.facts.serverUuid);
    answering2.set(
      look2.facts.serverUuid,
      known ? { ...known, endpoints: [...known.endpoints, ...look2.endpoints] } : look2
    );
  }
  const merged2 = [...answering2.values()];
  for (const server of silent) {
    const serverUuid = server.serverUuid ?? uuidOf2(server, [...answering2.values()], remembered);
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
function uuidOf2(server, answering2, remembered) {
  const known = remembered.find((one) => server.endpoints.some((endpoint2) => sameEndpoint(one, endpoint2)));
  if (known !== void 0) return known.serverUuid;
  for (const { facts } of answering2) {
    for (const channel of facts.channels) {
      if (channel.sourceUuid !== "" && server.endpoints.some((endpoint2) => sameEndpoint(channel.source, endpoint2))) {
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
    if (server.endpoints.some((endpoint2) => inProxysql.some((listed) => sameEndpoint(listed, endpoint2)))) {
      for (const replica of server.facts.attachedReplicas) {
        if (replica.host !== "" && !uuids.has(replica.serverUuid))
          leads.push({ host: replica.host, port: replica.port });
      }
    }
    const followsKnownServer = server.facts.channels.some(
      ({ source, sourceUuid }) => uuids.has(sourceUuid) || asked.some((endpoint2) => sameEndpoint(endpoint2, source))
    );
    if (!followsKnownServer && server.facts.readOnly) leads.push(...server.facts.channels.map(({ source }) => source));
  }
  return distinct(leads).filter((lead) => !asked.some((endpoint2) => sameEndpoint(endpoint2, lead)));
}
var MAX_HOPS2;
var init_servers = __esm({
  "src/observe/servers.ts"() {
    "use strict";
    init_session();
    init_server();
    MAX_HOPS2 = 3;
  }
});

// src/observe/cluster.ts
async function lookAtCluster(cluster, proxysql, open, timeouts, { at, hostUptime: hostUptime2 }, configured) {
  const memoryRows = rowsOfCluster(proxysql.memoryRows, cluster);
  const runtimeRows = rowsOfCluster(proxysql.runtimeRows, cluster);
  const inProxysql = [...memoryRows, ...runtimeRows].map((row2) => ({ host: row2.hostname, port: row2.port }));
  const row = proxysql.memories.get(cluster.name);
  const written = row === void 0 ? null : parseMemory(row);
  const isForeign = written !== null && isOfAnother(written, inProxysql);
  const former = row === void 0 ? memoryOfFormerName(proxysql, cluster, configured) : null;
  const isRenamed = former !== null && areTheSame(former, await lookAtServers({ inProxysql, remembered: [] }, open, timeouts));
  const renamed = isRenamed ? { ...former, cluster: cluster.name } : null;
  const memory = isForeign ? null : written ?? renamed;
  const lastSeen = isForeign ? void 0 : proxysql.lastSeen.get(cluster.name);
  const remembered = [...memory?.servers ?? [], ...memory?.recovery?.promoting ? [memory.recovery.promoting] : []];
  return {
    cluster,
    at,
    hostUptime: hostUptime2,
    memoryRows,
    runtimeRows,
    diskRows: rowsOfCluster(proxysql.diskRows, cluster),
    writersElsewhere: writersElsewhere(cluster, proxysql, configured),
    deletedElsewhere: deletedElsewhere(proxysql, runtimeRows),
    replicationHostgroups: proxysql.replicationHostgroups,
    hasPeers: proxysql.hasPeers,
    servers: await lookAtServers({ inProxysql, remembered }, open, timeouts),
    lastSeen: lastSeen === void 0 ? memory?.lastSeen ?? null : parseLastSeen(lastSeen),
    memory,
    formerName: isRenamed ? former.cluster : null
  };
}
function writersElsewhere(cluster, { memoryRows, runtimeRows, replicationHostgroups }, configured) {
  const others = [...configured, ...replicationHostgroups].map(({ writerHostgroup }) => writerHostgroup).filter((writerHostgroup) => writerHostgroup !== cluster.writerHostgroup);
  return [...memoryRows, ...runtimeRows].filter(({ hostgroup: hostgroup2 }) => others.includes(hostgroup2)).map(({ hostname: host, port: port2 }) => ({ host, port: port2 }));
}
function deletedElsewhere({ memoryRows, runtimeRows, replicationHostgroups }, own) {
  const paired = replicationHostgroups.flatMap((pair) => [pair.writerHostgroup, pair.readerHostgroup]);
  const rows = new Set(memoryRows.map(rowKey));
  const servers = new Set(memoryRows.map(serverKey));
  return runtimeRows.filter(
    (row) => !own.includes(row) && !(paired.includes(row.hostgroup) ? servers.has(serverKey(row)) : rows.has(rowKey(row)))
  );
}
function isOfAnother({ servers }, inProxysql) {
  if (servers.length === 0 || inProxysql.length === 0) return false;
  return !servers.some((known) => inProxysql.some((endpoint2) => sameEndpoint(known, endpoint2)));
}
var init_cluster2 = __esm({
  "src/observe/cluster.ts"() {
    "use strict";
    init_session();
    init_server_rows();
    init_last_seen();
    init_memory();
    init_proxysql();
    init_renamed_cluster();
    init_servers();
  }
});

// src/record/history.ts
function replaceHistoryEntry(entry) {
  const { startedAt: startedAt2, endedAt } = entry;
  const earlier = `(SELECT story FROM disk.proxysql_failover_history WHERE id = ${quoteAdmin(entry.id)})`;
  const story = quoteAdmin(entry.story.map((line) => `${line}
`).join(""));
  const values = [
    quoteAdmin(entry.id),
    quoteAdmin(entry.cluster),
    quoteAdmin(new Date(startedAt2).toISOString()),
    quoteAdmin(new Date(endedAt).toISOString()),
    String(endedAt - startedAt2),
    quoteAdmin(entry.outcome),
    quoteAdmin(entry.diagnosis),
    quoteAdmin(entry.oldPrimary),
    entry.newPrimary === null ? "NULL" : quoteAdmin(entry.newPrimary),
    entry.loss === null ? "NULL" : quoteAdmin(entry.loss),
    `substr(COALESCE(${earlier}, '') || ${story}, -${LONGEST_STORY})`
  ];
  return `INSERT OR REPLACE INTO disk.proxysql_failover_history (id, cluster, started_at, ended_at, duration_ms, outcome, diagnosis, old_primary, new_primary, loss, story) VALUES (${values.join(", ")})`;
}
function acknowledgeHistory(ids, at) {
  return `UPDATE disk.proxysql_failover_history SET acknowledged_at = ${quoteAdmin(new Date(at).toISOString())} WHERE id IN (${ids.map(quoteAdmin).join(", ")})`;
}
var CREATE_HISTORY_TABLE, LONGEST_STORY;
var init_history = __esm({
  "src/record/history.ts"() {
    "use strict";
    init_quote2();
    CREATE_HISTORY_TABLE = "CREATE TABLE IF NOT EXISTS disk.proxysql_failover_history (id VARCHAR PRIMARY KEY NOT NULL, cluster VARCHAR NOT NULL, started_at VARCHAR NOT NULL, ended_at VARCHAR NOT NULL, duration_ms INTEGER NOT NULL, outcome VARCHAR NOT NULL, diagnosis VARCHAR NOT NULL, old_primary VARCHAR NOT NULL, new_primary VARCHAR, loss VARCHAR, acknowledged_at VARCHAR, story VARCHAR NOT NULL)";
    LONGEST_STORY = 2e4;
  }
});

// src/record/remember-readers.ts
function rememberReaders(memory, observation, primary, limits) {
  const connected = connectedReplicasOf(observation, primary);
  const setAside = stillAside(memory, observation, primary, limits);
  return {
    setAside,
    strangers: strangersBeside(setAside, observation),
    troubledReaders: troubledSince(memory, observation, primary, limits),
    receiverSettings: settingsOf(connected, memory.receiverSettings)
  };
}
function strangersBeside(setAside, observation) {
  return observation.servers.filter((server) => isInQuarantine(observation, server) && !setAside.some((one) => isFailedPrimary(server, one))).flatMap((server) => uuidOf(server) ?? []).sort();
}
function stillAside(memory, observation, primary, limits) {
  const returned = returnedPrimaries(observation, primary, limits);
  return [
    ...memory.setAside,
    ...formerPrimaries(memory, observation, primary, limits),
    ...setAsideElsewhere(memory, observation, limits)
  ].filter((one) => !isFailedPrimary(primary, one) && isStillOurs(observation, one)).map((one) => {
    if (one.why === "formerPrimary") {
      const isAgain = returned.some((other) => other.remembered === one && isReplicaAgain(other, primary));
      return isAgain ? replicaAgain(one, primary) : one;
    }
    const server = observation.servers.find((other) => isFailedPrimary(other, one));
    const isWell2 = server?.answers === true && isFit(observation, primary, server, limits);
    return { ...one, wellSince: isWell2 ? sinceThen(one.wellSince, observation.at) : null };
  });
}
function formerPrimaries({ setAside, recovery, primary, strangers }, observation, now, { quorum }) {
  const isMoved = primary !== null && quorum !== "any" && !isKnownAs(now, primary);
  const isNews = (server) => isInQuarantine(observation, server) && !strangers.includes(uuidOf(server) ?? "");
  const failed = recovery === null ? [] : [recovery.failedPrimary];
  const before = observation.servers.filter((server) => isMoved && (isKnownAs(server, primary) || isNews(server))).map((server) => ({ serverUuid: uuidOf(server), endpoints: server.endpoints }));
  const isWrittenDown = ({ serverUuid }) => setAside.some((one) => one.serverUuid === serverUuid) || recovery !== null && recovery.failedPrimary.serverUuid === serverUuid;
  return [...failed, ...before.filter((one) => !isWrittenDown(one))].map(
    (one) => asFormerPrimary(one, observation.hostUptime)
  );
}
function setAsideElsewhere({ setAside, troubledReaders, followers, strangers, primaryWasSilent }, observation, { quorum }) {
  if (quorum === "any" || !observation.hasPeers) return [];
  const known = [...setAside.map(({ serverUuid }) => serverUuid), ...strangers];
  const suspected = [...troubledReaders.map(({ serverUuid }) => serverUuid), ...primaryWasSilent ? followers : []];
  const isNews = (serverUuid) => suspected.includes(serverUuid) && !known.includes(serverUuid);
  return observation.servers.filter(
    (server) => isNews(uuidOf(server) ?? "") && isInQuarantine(observation, server) && !hasPersonsOrder(observation, server)
  ).map((server) => ({
    serverUuid: uuidOf(server),
    endpoints: server.endpoints,
    why: "doesNotReplicate",
    mustHave: "",
    wellSince: null
  }));
}
function isStillOurs(observation, one) {
  if (isInQuarantineSomewhere(observation, one)) return true;
  if (one.why !== "formerPrimary") return false;
  const server = observation.servers.find((other) => isFailedPrimary(other, one));
  if (server === void 0) return false;
  const rows = rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server);
  return rows.length > 0 && !followsAny(observation, server);
}
function isInQuarantineSomewhere({ cluster, memoryRows, runtimeRows, diskRows }, { endpoints }) {
  return [...memoryRows, ...runtimeRows, ...diskRows].some(
    ({ hostgroup: hostgroup2, hostname, port: port2 }) => hostgroup2 === cluster.quarantineHostgroup && endpoints.some((endpoint2) => sameEndpoint(endpoint2, { host: hostname, port: port2 }))
  );
}
function troubledSince({ troubledReaders }, observation, primary, { maxReplicationLagMs }) {
  const { at } = observation;
  return readersOf(observation).flatMap((server) => {
    const serverUuid = uuidOf(server);
    if (serverUuid === null) return [];
    const known = troubledReaders.find((one) => one.serverUuid === serverUuid) ?? null;
    if (troubleOf(observation, primary, server, maxReplicationLagMs) !== null) {
      const since = known?.endedAt == null ? sinceThen(known?.since ?? null, at) : at;
      return [{ serverUuid, since, endedAt: null }];
    }
    const endedAt = sinceThen(known?.endedAt ?? null, at);
    return known === null || at - endedAt >= REMEMBERED_MS ? [] : [{ ...known, endedAt }];
  }).sort((a, b) => a.serverUuid < b.serverUuid ? -1 : 1);
}
function sinceThen(known, at) {
  return known === null ? at : Math.min(known, at);
}
var REMEMBERED_MS;
var init_remember_readers = __esm({
  "src/record/remember-readers.ts"() {
    "use strict";
    init_former_primary();
    init_readers();
    init_topology();
    init_session();
    init_memory();
    init_receiver_settings();
    init_rejoin();
    REMEMBERED_MS = 1e4;
  }
});

// src/record/record.ts
function rememberHealthy(observation, { name, primary }, limits) {
  const known = memoryOf(observation);
  const memory = {
    ...known,
    lastSeen: PRIMARY_IS_SETTLED.includes(name) ? null : observation.lastSeen,
    finished: recoveriesOfTheDay(known, observation.at),
    primaryWasReadOnly: known.primaryWasReadOnly || isReadOnlyByHand(observation, name, primary),
    recovery: whileDown(withWrites(known.recovery, observation, name), observation),
    primaryWasSilent: primary === null || !primary.answers,
    primaryOutSince: name === "primaryNotInWriterHostgroup" ? sinceThen(known.primaryOutSince, observation.at) : null
  };
  if (primary === null || !primary.answers || !PRIMARY_IS_SETTLED.includes(name)) return memory;
  if (replacedBy(observation, primary) !== null) return memory;
  if (memory.recovery !== null && isFailedPrimary(primary, memory.recovery.failedPrimary)) return memory;
  const servers = observation.servers.filter((server) => server === primary || isOfCluster(observation, server, primary.facts.attachedReplicas)).flatMap((server) => {
    const serverUuid = uuidOf(server);
    return serverUuid === null ? [] : [{ ...server.endpoints[0], serverUuid }];
  }).sort((a, b) => a.serverUuid < b.serverUuid ? -1 : 1);
  const asked = memory.asked.filter(mayStopYet(observation, primary));
  const isStopped2 = stillStopped(observation, ({ receiver }) => receiver === "connected");
  const halted = memory.halted.filter((halt) => isStopped2(halt) || asked.some(({ serverUuid }) => serverUuid === halt));
  const haltedAppliers = memory.haltedAppliers.filter(
    stillStopped(observation, ({ applier }) => applier === "running")
  );
  const readOnly = observation.servers.filter((server) => server.answers && server.facts.readOnly).map(uuidOf);
  const givenUp = memory.givenUp.filter((serverUuid) => !readOnly.includes(serverUuid));
  const readers = rememberReaders(known, observation, primary, limits);
  const seenBefore = memory.primary?.serverUuid === primary.facts.serverUuid ? memory.primaryStartedAt : null;
  const started = primary.facts.processStartedAt;
  const isSameStart = seenBefore !== null && Math.abs(started - seenBefore) <= SAME_PROCESS_MS;
  return {
    ...memory,
    ...readers,
    finished: withBrought(memory, observation, primary),
    primary: knownServer(primary),
    primaryStartedAt: isSameStart ? seenBefore : started,
    primaryWasReadOnly: false,
    followers: connectedReplicasOf(observation, primary).map(({ server }) => server.facts.serverUuid).sort(),
    farther: [...connectedFarther(observation, primary), ...leftOver(primary)].flatMap(({ server, channel }) => {
      const sourceUuid = sourceUuidOf(observation, channel);
      return sourceUuid === null ? [] : [{ serverUuid: server.facts.serverUuid, sourceUuid }];
    }).sort((a, b) => a.serverUuid + a.sourceUuid < b.serverUuid + b.sourceUuid ? -1 : 1),
    readsOnPrimary: memory.readsOnPrimary && isReader(observation, primary),
    writersAmissSince: areAmiss(amissWriters(observation, primary)) ? sinceThen(memory.writersAmissSince, observation.at) : null,
    semiSync: howItWaits(observation, primary),
    semiSyncToRestore: stillToRestore(memory, primary),
    servers,
    halted,
    haltedAppliers,
    asked,
    givenUp,
    recovery: null
  };
}
function isReader({ cluster, memoryRows }, server) {
  return rowsOfServer(memoryRows, server).some((row) => row.hostgroup === cluster.readerHostgroup);
}
function connectedFarther(observation, primary) {
  return fartherReplicas(observation, primary, connectedReplicasOf(observation, primary)).filter(
    ({ channel }) => channel.receiver === "connected"
  );
}
function leftOver(server) {
  return server.facts.channels.map((channel) => ({ server, channel }));
}
function withBrought(memory, observation, primary) {
  const old = knownPrimary(observation);
  const isPromoted = primary.facts.promotedSecondsAgo !== null;
  if (old === null || old === primary || !isPromoted || !isInQuarantine(observation, old)) return memory.finished;
  const recovery = beginRecovery(observation, FOLLOWED, old, old.endpoints);
  return withFinished(memory, { ...recovery, promoting: knownServer(primary) }, observation.at).finished;
}
function howItWaits(observation, primary) {
  const { semiSync } = primary.facts;
  const {
    sourceEnabled,
    sourceActive: isActive,
    waitForReplicaCount,
    timeoutMs,
    waitsWithoutReplicas,
    clients
  } = semiSync;
  if (!sourceEnabled) return null;
  const unknownReplicas = Math.max(0, clients - confirming(replicasOf(observation, primary)).length);
  return { waitForReplicaCount, timeoutMs, waitsWithoutReplicas, isActive, unknownReplicas };
}
function withWrites(recovery, { cluster, servers, runtimeRows }, name) {
  const promoting = recovery?.promoting ?? null;
  const server = promoting === null ? void 0 : servers.find((one) => isKnownAs(one, promoting));
  if (recovery === null || server === void 0) return recovery;
  const isSeen = name === "unfinishedPromotion" && server.answers && !server.facts.readOnly;
  const isServed = rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === cluster.writerHostgroup);
  const takesWrites = isSeen || name === "promotedServerLost" && isServed;
  return { ...recovery, takesWrites: recovery.takesWrites || takesWrites };
}
function whileDown(recovery, observation) {
  if (recovery?.promoting == null || !recovery.isOrdered) return recovery;
  const { promoting } = recovery;
  const server = observation.servers.find((one) => isKnownAs(one, promoting));
  if (server === void 0 || !hasStayedDown(observation, server)) return recovery;
  if (observation.hostUptime - (recovery.downAtUptime ?? 0) < WORTH_WRITING_MS) return recovery;
  return { ...recovery, downAtUptime: observation.hostUptime };
}
function isReadOnlyByHand(observation, name, primary) {
  const recorded = observation.memory?.primary ?? null;
  if (name !== "primaryReadOnly" || recorded === null || !primary?.answers) return false;
  return isKnownAs(primary, recorded) && (primary.facts.isReadOnlyByHand || !hasRestarted(observation, primary));
}
function mayStopYet(observation, primary) {
  const unstopped = replicasOf(observation, primary).filter((replica) => wasAskedInVain(replica, observation));
  return ({ serverUuid }) => unstopped.some(({ server }) => server.facts.serverUuid === serverUuid);
}
function stillStopped(observation, runs) {
  return (serverUuid) => {
    const server = observation.servers.find((one) => uuidOf(one) === serverUuid);
    if (server === void 0 || !server.answers) return true;
    const ours = channelsWithin(observation, server);
    return ours.length === 0 || !ours.every(runs);
  };
}
function isOfCluster(observation, server, attached) {
  if (rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server).length > 0) return true;
  const uuid = uuidOf(server);
  return server.answers && server.facts.channels.length > 0 || attached.some(({ serverUuid }) => serverUuid === uuid);
}
async function recordCondition(observation, remembered, condition2, recorder, journal) {
  const now = recorder.wallClock();
  const before = remembered.condition;
  const memory = { ...remembered, condition: lastingCondition(before, condition2, now) };
  if (condition2 !== null && memory.condition?.lastSaid === now) {
    const since = before?.diagnosis === condition2.says ? ` (since ${new Date(before.since).toISOString()})` : "";
    const advice = condition2.advice === "" ? "" : `; what to do: ${condition2.advice}`;
    journal.say("warn", `${condition2.says}${since}${advice}`, { evidence: condition2.evidence });
    for (const { server, because } of condition2.verdicts)
      journal.say("info", `candidate ${server}: not chosen, ${because}`);
  }
  if (condition2 === null && before !== null) {
    journal.say("info", `over, it lasted ${Math.round((now - before.since) / 1e3)} s: ${before.diagnosis}`);
  }
  await writeNewMemory(observation, memory, recorder, journal);
}
async function writeNewMemory(observation, memory, recorder, journal) {
  if (JSON.stringify(memory) !== JSON.stringify(observation.memory)) await writeMemory(memory, recorder, journal);
}
async function recordLastSeen(observation, { name, primary }, recorder, journal) {
  if (primary?.answers && PRIMARY_IS_SETTLED.includes(name)) {
    await recordSeen(observation, primary, recorder, journal);
  }
}
async function recordSeen(observation, primary, recorder, journal) {
  const { cluster, lastSeen, at, hostUptime: hostUptime2, servers } = observation;
  const { serverUuid } = primary.facts;
  const gtidExecuted = formatGtidSet(primary.facts.gtidExecuted);
  const hasSeenRestart = servers.some((server) => server.answers && hasRestartedSinceLastSeen(observation, server));
  const before = lastSeen?.serverUuid === serverUuid ? lastSeen : null;
  const isNews = before === null || before.gtidExecuted !== gtidExecuted || hasSeenRestart || isMissedBySome(observation, primary);
  if (!isNews && at - before.at < worthFor(primary.facts.semiSync)) return;
  const heldAtUptime = before === null || isHeld(observation, primary) ? hostUptime2 : before.heldAtUptime;
  const statement = replaceLastSeen(cluster.name, { serverUuid, at, heldAtUptime, gtidExecuted });
  const hasTable = lastSeen !== null && lastSeen !== observation.memory?.lastSeen;
  await write(hasTable ? [statement] : [CREATE_LAST_SEEN_TABLE, statement], recorder, journal);
}
function isMissedBySome(observation, primary) {
  return replicasOf(observation, primary).some(
    ({ channel }) => channel.receiver !== "connected" && channel.receiverErrno !== 0
  );
}
function worthFor({ sourceEnabled, sourceActive, waitingSessions, timeoutMs }) {
  return sourceEnabled && sourceActive && waitingSessions === 0 ? timeoutMs / 4 : Number.POSITIVE_INFINITY;
}
async function takeOverMemory({ cluster: { name }, formerName }, recorder, journal) {
  if (formerName === null) return;
  journal.say(
    "info",
    `goes on with what is remembered of '${formerName}': its servers are these, and no cluster has that name`
  );
  await write([renameMemory(formerName, name)], recorder, journal);
}
function writeMemory(memory, recorder, journal) {
  return write([CREATE_STATE_TABLE, replaceMemory(memory, recorder.wallClock())], recorder, journal);
}
function lastingCondition(before, condition2, now) {
  if (condition2 === null) return null;
  if (before === null || before.diagnosis !== condition2.says)
    return { diagnosis: condition2.says, since: now, lastSaid: now };
  return now - before.lastSaid >= SAY_AGAIN_MS ? { ...before, lastSaid: now } : before;
}
async function recordHistory(recovery, outcome, cluster, story, recorder, journal) {
  const entry = {
    id: recovery.id,
    cluster: cluster.name,
    startedAt: recovery.startedAt,
    endedAt: recorder.wallClock(),
    outcome,
    diagnosis: recovery.diagnosis,
    oldPrimary: endpointName(recovery.failedPrimary.endpoints[0]),
    loss: recovery.loss,
    newPrimary: outcome === "called off" || recovery.promoting === null ? null : endpointName(recovery.promoting),
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
var SAY_AGAIN_MS, WRITE_TIMEOUT_MS, PRIMARY_IS_SETTLED, WORTH_WRITING_MS;
var init_record = __esm({
  "src/record/record.ts"() {
    "use strict";
    init_has_served();
    init_moved_primary();
    init_semi_sync_to_restore();
    init_semi_sync_waits();
    init_topology();
    init_voters();
    init_witnesses();
    init_writer_hostgroup();
    init_gtid_set();
    init_session();
    init_finished_recoveries();
    init_last_seen();
    init_memory();
    init_recovery();
    init_history();
    init_remember_readers();
    SAY_AGAIN_MS = 6e4;
    WRITE_TIMEOUT_MS = 5e3;
    PRIMARY_IS_SETTLED = [
      "healthy",
      "primaryWithoutReplicas",
      "replicaBroken",
      "semiSyncToRestore",
      "primaryNotWriterAtRuntime",
      "readOnlyWriter",
      "writesWaitForReplicas",
      "replicaLagging",
      "errantTransactions",
      "formerPrimaryDiverged",
      "formerPrimaryCannotFollow",
      "unsupportedServer",
      "serverInQuarantine"
    ];
    WORTH_WRITING_MS = 2e3;
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

// src/execute/quorum.ts
async function takeQuorum(quorum, hands) {
  const locks = new Locks(quorum, hands);
  const refusal = await locks.take();
  if (refusal === null) return locks;
  locks.release();
  return refusal;
}
function heldElsewhere({ endpoint: endpoint2 }) {
  return {
    refused: `another ProxySQL host is at work on this cluster: it holds the lock on ${endpointName(endpoint2)}`,
    advice: "nothing; this ProxySQL follows when that is over",
    verdicts: []
  };
}
async function connect(endpoint2, hands) {
  try {
    const session = await openForLock(endpoint2, hands);
    await session.query(setWaitTimeout(Math.ceil(hands.runTimeoutMs / 1e3)), hands.readTimeoutMs);
    return { endpoint: endpoint2, session };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return error;
  }
}
async function openForLock(endpoint2, hands) {
  try {
    return await hands.openApart(endpoint2, hands.connectTimeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered) || error.reason !== "tooManyConnections") throw error;
    return hands.open(endpoint2, hands.connectTimeoutMs);
  }
}
async function ask({ session }, sql, hands) {
  try {
    const { rows } = await session.query(sql, hands.readTimeoutMs);
    return rows[0]?.locked ?? null;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return error;
  }
}
var NEXT_RUN_TRIES, Locks;
var init_quorum2 = __esm({
  "src/execute/quorum.ts"() {
    "use strict";
    init_session();
    init_statements();
    NEXT_RUN_TRIES = "nothing; the next run tries again";
    Locks = class {
      quorum;
      hands;
      locked = [];
      connected = [];
      constructor(quorum, hands) {
        this.quorum = quorum;
        this.hands = hands;
      }
      /** Those of the quorum that are not held yet. */
      async take() {
        const { needed, servers } = this.quorum;
        const missing = servers.filter((endpoint2) => !this.locked.some((voter) => sameEndpoint(voter.endpoint, endpoint2)));
        const { voters, silent } = await this.connect(missing);
        if (this.counting.length + voters.length < needed) {
          const notAsked = voters.map(({ endpoint: endpoint2 }) => `${endpointName(endpoint2)}: not asked, too few answer`);
          return this.tooFew([...notAsked, ...silent]);
        }
        for (const voter of voters) {
          const answer = await ask(voter, GET_RUN_LOCK, this.hands);
          if (answer === "0") return heldElsewhere(voter);
          if (answer === "1") this.locked = [...this.locked, voter];
          else
            silent.push(answer instanceof Unanswered ? answer.message : `${endpointName(voter.endpoint)}: GET_LOCK failed`);
        }
        return this.counting.length >= needed ? null : this.tooFew(silent);
      }
      tooFew(because) {
        const { needed, servers } = this.quorum;
        return {
          refused: `${this.counting.length} of ${servers.length} servers gave their lock, ${needed} have to: ${because.join("; ")}`,
          advice: NEXT_RUN_TRIES,
          verdicts: []
        };
      }
      async widen(quorum) {
        this.quorum = quorum;
        if (this.counting.length >= quorum.needed) return "enough";
        return await this.take() ?? "widened";
      }
      async whyLost() {
        const answers = await Promise.all(this.counting.map((voter) => ask(voter, HAS_RUN_LOCK, this.hands)));
        const lost = this.counting.filter((_, index) => answers[index] !== "1").map(({ endpoint: endpoint2 }) => endpointName(endpoint2));
        if (this.counting.length - lost.length >= this.quorum.needed) return null;
        return `the lock was lost on ${lost.join(", ")}: another ProxySQL host may be at work`;
      }
      async whoIsBack() {
        const { voters } = await this.connect(this.quorum.down);
        return voters[0] === void 0 ? null : endpointName(voters[0].endpoint);
      }
      /** `voters`: those that can be connected to, in order; they stay connected until the end. `silent`: why the others cannot. */
      async connect(endpoints) {
        const all = await Promise.all(endpoints.map((endpoint2) => connect(endpoint2, this.hands)));
        const voters = all.filter((one) => !(one instanceof Unanswered));
        this.connected.push(...voters);
        return { voters, silent: all.filter((one) => one instanceof Unanswered).map(({ message }) => message) };
      }
      release() {
        for (const { session } of this.connected) session.close();
      }
      /** Of the locks that are held, those that count now. */
      get counting() {
        return this.locked.filter(({ endpoint: endpoint2 }) => this.quorum.servers.some((server) => sameEndpoint(server, endpoint2)));
      }
    };
  }
});

// src/run/run-locks.ts
function locksOfRun(hands) {
  let held = null;
  return {
    hold: async (quorum) => {
      if (held === null) {
        const taken = await takeQuorum(quorum, hands);
        if ("refused" in taken) return taken;
        held = taken;
        return "justTaken";
      }
      const widened = await held.widen(quorum);
      if (widened !== "enough") return widened === "widened" ? "justTaken" : widened;
      const lost = await held.whyLost();
      return lost === null ? "held" : { refused: lost, advice: NEXT_RUN_TRIES, verdicts: [] };
    },
    whyLost: async () => await held?.whyLost() ?? null,
    whoIsBack: async () => await held?.whoIsBack() ?? null,
    release: () => held?.release()
  };
}
var init_run_locks = __esm({
  "src/run/run-locks.ts"() {
    "use strict";
    init_quorum2();
  }
});

// src/run/cluster-run.ts
async function look(cluster, config, world, leftOut = []) {
  const when = { at: world.wallClock(), hostUptime: world.hostUptime() };
  const proxysql = await lookAtProxysql(world.admin, ADMIN_TIMEOUT_MS);
  const timeouts = { connectTimeoutMs: config.backendConnectTimeoutMs, readTimeoutMs: config.backendReadTimeoutMs };
  const observation = await lookAtCluster(cluster, proxysql, world.open, timeouts, when, clustersOf(config));
  return { observation, diagnosis: diagnose(observation, config, leftOut) };
}
async function runCluster(cluster, config, world, journal) {
  const said = journalWith(journal, { cluster: cluster.name });
  const first = await lookTwiceWhereOneMayDeceive(cluster, config, world);
  await takeOverMemory(first.observation, world, said);
  return act(cluster, config, world, said, first);
}
async function lookTwiceWhereOneMayDeceive(cluster, config, world) {
  const first = await look(cluster, config, world);
  if (!isFreshDeath(first) && !isFollowedUnasked(first)) return first;
  await world.sleep(SETTLE_MS);
  return look(cluster, config, world);
}
function isFreshDeath({ observation, diagnosis: { name, primary } }) {
  const isNews = observation.memory?.condition == null;
  return name === "suspectedDeadPrimary" && primary?.answers === false && isDown(primary.reason) && isNews;
}
function isFollowedUnasked({ diagnosis: { action } }) {
  if (action.kind !== "follow") return false;
  const { former } = action.moved;
  return !former.answers && !isDown(former.reason);
}
async function stand(observation, diagnosis, refusal, config, world, journal) {
  const healthy = diagnosis.name === "healthy";
  const says = refusal === null ? diagnosis.says : `${diagnosis.says}; nothing is done: ${refusal.refused}`;
  const advice = refusal?.advice ?? diagnosis.advice;
  const condition2 = healthy ? null : { says, advice, evidence: diagnosis.evidence, verdicts: refusal?.verdicts ?? [] };
  const remembered = rememberHealthy(observation, diagnosis, config);
  await recordCondition(observation, remembered, condition2, world, journal);
  await recordLastSeen(observation, diagnosis, world, journal);
  return { cluster: observation.cluster.name, end: healthy ? "healthy" : "wrong", diagnosis, says };
}
async function act(cluster, config, world, journal, first) {
  const begin = world.now();
  const story = tellStory(journal, world.wallClock);
  const timeouts = { connectTimeoutMs: config.backendConnectTimeoutMs, readTimeoutMs: config.backendReadTimeoutMs };
  const locks = locksOfRun({
    ...timeouts,
    open: world.open,
    openApart: world.openApart,
    runTimeoutMs: config.failoverTimeoutMs
  });
  const hands = {
    ...world,
    ...timeouts,
    replicationPassword: config.replication.password,
    journal: story.journal,
    whyNotLocked: locks.whyLost,
    whoIsBack: locks.whoIsBack
  };
  const troubles = [];
  let recovery = null;
  let announced = null;
  let isOver = false;
  const failed = [];
  let seen = first;
  const conclude = async (end, diagnosis, says) => {
    const ms = Math.round(world.now() - begin);
    story.journal.say(end === "failed" ? "error" : "info", `${end} after ${ms} ms: ${says}`, { ms });
    const outcome = recovery === null ? null : end === "failed" ? "failed" : outcomeOf(recovery, diagnosis);
    if (recovery !== null && outcome !== null) {
      await recordHistory(recovery, outcome, cluster, story.lines(), world, journal);
    }
    return { cluster: cluster.name, end, diagnosis, says };
  };
  const giveUp2 = async ({ observation, diagnosis }, refusal, planned) => {
    if (announced === null) return stand(observation, diagnosis, refusal, config, world, journal);
    if (failed[0] !== void 0) {
      await writeNewMemory(observation, rememberHealthy(observation, diagnosis, config), world, journal);
      await recordLastSeen(observation, diagnosis, world, journal);
      return conclude("failed", failed[0], troubles.join("; "));
    }
    if (recovery === null && refusal === null) return conclude("repaired", diagnosis, announced);
    const isDone = recovery === null && troubles.length === 0 && isOver && planned !== announced;
    if (!isDone) return conclude("failed", diagnosis, `cannot go on: ${refusal?.refused ?? diagnosis.says}`);
    await conclude("repaired", diagnosis, announced);
    return stand(observation, diagnosis, refusal, config, world, journal);
  };
  try {
    for (let looks = 0; ; looks += 1) {
      const leftOut = failed.map(({ name }) => name);
      if (looks > 0) seen = await look(cluster, config, world, leftOut);
      const { observation, diagnosis } = seen;
      recovery = observation.memory?.recovery ?? recovery;
      const { plan, refusal, quorum } = decide(observation, diagnosis, config);
      if (plan === null || refusal !== null) return await giveUp2(seen, refusal, plan?.says ?? null);
      const locked = quorum === null ? "held" : await locks.hold(quorum);
      if (typeof locked !== "string") return await giveUp2(seen, locked, plan.says);
      if (locked === "justTaken" && diagnosis.action.kind !== "askReplicas") continue;
      if (looks === MAX_LOOKS) return await conclude("failed", diagnosis, `still not over after ${MAX_LOOKS} looks`);
      if (announced !== plan.says) announce(story.journal, observation, diagnosis, plan);
      if (diagnosis.action.kind !== "askReplicas") {
        announced = plan.says;
        isOver = OVER_AT_ONCE.includes(diagnosis.action.kind);
      }
      const walked = await walk(plan.stages, hands);
      recovery = walked.recovery ?? recovery;
      if (recovery !== null && diagnosis.action.kind === "takePrimaryBack") recovery = { ...recovery, loss: plan.loss };
      troubles.push(...walked.troubles);
      const isLeft = diagnosis.action.kind === "repointStrays" && walked.troubles.length > 0;
      if (HOUSEKEEPING.includes(diagnosis.name) && (walked.end === "failed" || isLeft)) {
        failed.push(diagnosis);
        continue;
      }
      if (walked.end === "failed") return await conclude("failed", diagnosis, troubles.join("; "));
      if (walked.end === "lookAgain") continue;
      const end = failed.length > 0 ? "failed" : "repaired";
      const outcome = await conclude(end, diagnosis, [plan.says, ...troubles].join("; "));
      if (plan.memoryAfter !== null) {
        const { halted = [], haltedAppliers = [] } = walked.memory ?? observation.memory ?? {};
        const unfollowed = { halted, haltedAppliers, followers: [] };
        const memory = troubles.length === 0 ? plan.memoryAfter : { ...plan.memoryAfter, ...unfollowed };
        const ended = recovery === null || diagnosis.action.kind === "takePrimaryBack" ? memory : withFinished(memory, recovery, world.wallClock());
        await writeMemory(ended, world, journal);
      }
      if (diagnosis.action.kind === "follow")
        await recordSeen(observation, diagnosis.action.moved.primary, world, journal);
      return outcome;
    }
  } catch (error) {
    if (!(error instanceof Unanswered) || announced === null) throw error;
    return await conclude("failed", seen.diagnosis, [...troubles, `cannot look again: ${error.message}`].join("; "));
  } finally {
    locks.release();
  }
}
function outcomeOf(recovery, { action }) {
  switch (action.kind) {
    case "takePrimaryBack":
      return "called off";
    case "follow":
      return "followed";
    case "failOver":
    case "finishPromotion":
      return recovery.diagnosis === FOLLOWED ? "followed" : "recovered";
    default:
      return null;
  }
}
function announce(journal, observation, diagnosis, plan) {
  const level = diagnosis.action.kind === "askReplicas" ? "info" : "warn";
  journal.say(level, `${diagnosis.says}: ${plan.says}`, { diagnosis: diagnosis.name, evidence: diagnosis.evidence });
  if (plan.loss !== null) journal.say(plan.loss.startsWith("known lost") ? "warn" : "info", plan.loss);
  const along = takenAlong(observation, plan);
  if (along !== null) journal.say("warn", along);
  for (const { server, chosen, because } of plan.verdicts) {
    journal.say("info", `candidate ${server}: ${chosen ? "chosen" : "not chosen"}, ${because}`);
  }
}
var MAX_LOOKS, ADMIN_TIMEOUT_MS, SETTLE_MS, HOUSEKEEPING, OVER_AT_ONCE;
var init_cluster_run = __esm({
  "src/run/cluster-run.ts"() {
    "use strict";
    init_load();
    init_diagnose();
    init_walk();
    init_session();
    init_cluster2();
    init_finished_recoveries();
    init_proxysql();
    init_decide();
    init_hostgroups();
    init_journal();
    init_record();
    init_story();
    init_run_locks();
    MAX_LOOKS = 11;
    ADMIN_TIMEOUT_MS = 5e3;
    SETTLE_MS = 200;
    HOUSEKEEPING = [
      "strayReplicas",
      "receiverGaveUp",
      "formerPrimaryReturned",
      "formerPrimaryWritable",
      "readerInTrouble",
      "readerRecovered",
      "primaryReadsInVain",
      "semiSyncToRestore"
    ];
    OVER_AT_ONCE = ["fence", "withdrawWriters"];
  }
});

// src/command-line/choose-clusters.ts
async function chooseClusters(config, name, admin) {
  const named = clustersOf(config);
  if (named.length > 0) return selectCluster(named, name);
  const replicationHostgroups = await lookAtReplicationHostgroups(admin, ADMIN_TIMEOUT_MS);
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

// src/mysql/backslash-escapes.ts
function withBackslashEscapes(open) {
  return async (endpoint2, connectTimeoutMs) => {
    const session = await open(endpoint2, connectTimeoutMs);
    let escapes = false;
    async function inEscapingMode(sql, timeoutMs, send2) {
      if (!escapes && sql.includes("\\")) {
        await session.query(LET_BACKSLASH_ESCAPE, timeoutMs);
        escapes = true;
      }
      return send2();
    }
    return {
      query: (sql, timeoutMs) => inEscapingMode(sql, timeoutMs, () => session.query(sql, timeoutMs)),
      queryEach: (statements, timeoutMs) => inEscapingMode(statements.join(), timeoutMs, () => session.queryEach(statements, timeoutMs)),
      close: () => session.close()
    };
  };
}
var init_backslash_escapes = __esm({
  "src/mysql/backslash-escapes.ts"() {
    "use strict";
    init_statements();
  }
});

// src/bundle/mysql2/mysql2.ts
var require_mysql2 = __commonJS({
  "src/bundle/mysql2/mysql2.ts"(exports2, module2) {
    loadMysql2(module2, exports2);
  }
});

// src/mysql/connection.ts
function openSession(endpoint2, credentials, timeoutMs) {
  return new Promise((resolve2, reject) => {
    const socket = (0, import_node_net.connect)({ host: endpoint2.host, port: endpoint2.port, noDelay: true });
    const progress = watchSocket(socket);
    const connection = (0, import_mysql2.createConnection)(connectionOptions(socket, credentials));
    const fail2 = (error) => {
      clearTimeout(timer);
      connection.destroy();
      reject(error);
    };
    const timer = setTimeout(() => {
      const reason = progress.connected ? "silent" : "timedOut";
      fail2(new Unanswered(reason, `${endpointName(endpoint2)}: ${describeSilence(reason)} within ${timeoutMs} ms`));
    }, timeoutMs);
    connection.on("error", () => {
    });
    connection.connect((error) => {
      if (error) return fail2(unanswered(endpoint2, error, progress.greetedAsMysql));
      clearTimeout(timer);
      resolve2(sessionOver(connection, endpoint2));
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
    // Each packet a server gets costs a run about as much as a statement in it.
    multipleStatements: true,
    queryFormat: (sql) => sql,
    // Values as they came, or what `asText` makes them again: a typeCast function would decode the names of schema and table of each.
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
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
function sessionOver(connection, endpoint2) {
  let broken = null;
  function breakWith(error) {
    broken ??= error;
    return broken;
  }
  function send2(sql, timeoutMs) {
    if (broken !== null) return Promise.reject(broken);
    return new Promise((resolve2, reject) => {
      const timer = setTimeout(() => {
        connection.destroy();
        reject(breakWith(new Unanswered("silent", `${endpointName(endpoint2)}: no answer within ${timeoutMs} ms`)));
      }, timeoutMs);
      const command = connection.query(sql, (error, result) => {
        clearTimeout(timer);
        if (!error) return resolve2(result);
        const failure = unanswered(endpoint2, error, true);
        reject(failure.errno === null ? breakWith(failure) : failure);
      });
      command.on("fields", () => timer.refresh());
    });
  }
  connection.on("error", (error) => void breakWith(brokenWhileIdle(endpoint2, error)));
  return {
    query: async (sql, timeoutMs) => {
      const result = await send2(sql, timeoutMs);
      return Array.isArray(result) ? { rows: result.map(asText), affectedRows: 0 } : { rows: [], affectedRows: result.affectedRows };
    },
    queryEach: async (statements, timeoutMs) => {
      const results = await send2(statements.join("; "), timeoutMs);
      return results.map((rows) => ({ rows: rows.map(asText), affectedRows: 0 }));
    },
    close: () => connection.destroy()
  };
}
function asText(row) {
  const text2 = {};
  for (const [column, value] of Object.entries(row)) text2[column] = value === null ? null : String(value);
  return text2;
}
function brokenWhileIdle(endpoint2, error) {
  const { reason, message } = unanswered(endpoint2, error, true);
  return new Unanswered(reason === "serverError" ? "reset" : reason, message);
}
function unanswered(endpoint2, error, greetedAsMysql) {
  if (greetedAsMysql === false) {
    return new Unanswered(
      "notMysql",
      `${endpointName(endpoint2)}: what answers there does not speak the MySQL protocol`
    );
  }
  const errno = typeof error.errno === "number" && error.errno > 0 ? error.errno : null;
  const reason = reasonOf(error.code, errno);
  const isLocal = reason === "serverError" && errno === null && greetedAsMysql === null;
  return new Unanswered(isLocal ? "localError" : reason, `${endpointName(endpoint2)}: ${error.message}`, errno);
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
var import_node_net, import_mysql2;
var init_connection = __esm({
  "src/mysql/connection.ts"() {
    "use strict";
    import_node_net = require("node:net");
    import_mysql2 = __toESM(require_mysql2());
    init_session();
  }
});

// src/mysql/session-cache.ts
function cacheSessions(open, secondChanceMs = SECOND_CHANCE_MS) {
  const sessions = /* @__PURE__ */ new Map();
  const keptWaiting = /* @__PURE__ */ new Set();
  function forget(key, error) {
    sessions.delete(key);
    if (error instanceof Unanswered && (error.reason === "timedOut" || error.reason === "silent")) keptWaiting.add(key);
  }
  async function openAnew(key, endpoint2, timeoutMs) {
    const patience = keptWaiting.has(key) ? Math.min(secondChanceMs, timeoutMs) : timeoutMs;
    const session = await open(endpoint2, patience);
    keptWaiting.delete(key);
    let hasAnswered = false;
    let isDropped = false;
    function drop(error) {
      if (isDropped) return;
      isDropped = true;
      forget(key, error);
      session.close();
    }
    async function ask2(mayAskTwice, question) {
      try {
        const answer = await question(session);
        hasAnswered = true;
        return answer;
      } catch (error) {
        if (error instanceof Unanswered && error.errno !== null) {
          hasAnswered = true;
          throw error;
        }
        drop(error);
        const brokeSince = hasAnswered && error instanceof Unanswered && error.reason === "reset";
        if (!brokeSince || !mayAskTwice) throw error;
        return question(await openCached(endpoint2, timeoutMs));
      }
    }
    return {
      close: () => session.close(),
      query: (sql, queryTimeoutMs) => ask2(READS.test(sql), (to) => to.query(sql, queryTimeoutMs)),
      queryEach: (statements, queryTimeoutMs) => ask2(
        statements.every((sql) => READS.test(sql)),
        (to) => to.queryEach(statements, queryTimeoutMs)
      )
    };
  }
  function openCached(endpoint2, timeoutMs) {
    const key = endpointName(endpoint2);
    const known = sessions.get(key);
    if (known !== void 0) return known;
    const session = openAnew(key, endpoint2, timeoutMs);
    sessions.set(key, session);
    session.catch((error) => forget(key, error));
    return session;
  }
  return openCached;
}
var SECOND_CHANCE_MS, READS;
var init_session_cache = __esm({
  "src/mysql/session-cache.ts"() {
    "use strict";
    init_session();
    SECOND_CHANCE_MS = 100;
    READS = /^(SHOW|SELECT)\b/;
  }
});

// src/mysql/shared-session.ts
function shareSession(open) {
  let current = null;
  let turn = Promise.resolve();
  async function ask2(sql, timeoutMs) {
    current = await open();
    return current.query(sql, timeoutMs);
  }
  return {
    query: (sql, timeoutMs) => {
      const answer = turn.then(() => ask2(sql, timeoutMs));
      turn = answer.catch(() => void 0);
      return answer;
    },
    close: () => current?.close()
  };
}
var init_shared_session = __esm({
  "src/mysql/shared-session.ts"() {
    "use strict";
  }
});

// src/command-line/connect.ts
async function openWorld(config) {
  const openApart = opensMysql(config);
  return {
    admin: await openSharedAdmin(config),
    open: cacheSessions(openApart),
    openApart,
    wallClock: Date.now,
    hostUptime,
    now: () => process.uptime() * 1e3,
    sleep
  };
}
async function openSharedAdmin(config) {
  const open = cacheSessions(() => openAdmin(config), ADMIN_CONNECT_TIMEOUT_MS);
  const openNow = () => open(config.proxysql, ADMIN_CONNECT_TIMEOUT_MS);
  await openNow();
  return shareSession(openNow);
}
async function openAdmin({ proxysql }) {
  const endpoint2 = { host: proxysql.host, port: proxysql.port };
  const credentials = { user: proxysql.user, password: proxysql.password, tls: null };
  try {
    return await openSession(endpoint2, credentials, ADMIN_CONNECT_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const where = `ProxySQL's admin interface at ${endpointName(endpoint2)}`;
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
  return withBackslashEscapes((endpoint2, timeoutMs) => openSession(endpoint2, credentials, timeoutMs));
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
  let text2;
  try {
    text2 = (0, import_node_fs2.readFileSync)(file, "utf8");
  } catch (error) {
    throw new ConfigError(`mysql.sslCa: cannot be read: ${messageOf(error)}`);
  }
  if (!text2.includes("-----BEGIN CERTIFICATE-----")) {
    throw new ConfigError(`mysql.sslCa: ${file} holds no certificate in PEM`);
  }
  return text2;
}
function hostUptime() {
  return Math.round(Number((0, import_node_fs2.readFileSync)("/proc/uptime", "utf8").split(" ")[0]) * 1e3);
}
var import_node_fs2, ADMIN_CONNECT_TIMEOUT_MS, sleep;
var init_connect = __esm({
  "src/command-line/connect.ts"() {
    "use strict";
    import_node_fs2 = require("node:fs");
    init_load();
    init_message_of();
    init_backslash_escapes();
    init_connection();
    init_session();
    init_session_cache();
    init_shared_session();
    ADMIN_CONNECT_TIMEOUT_MS = 2e3;
    sleep = (ms) => new Promise((resolve2) => setTimeout(resolve2, ms));
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
    await print(
      args.json ? JSON.stringify(rehearsals, null, 2) : rehearsals.map((one) => describe(one, args)).join("\n\n")
    );
    return rehearsals.every((one) => isFine(one, args)) ? EXIT.fine : EXIT.wrong;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}
`);
    return EXIT.wrong;
  }
}
async function rehearse(cluster, args, config, world) {
  const first = await look(cluster, config, world);
  const slow = first.diagnosis.primary === null ? [] : slowSettings(replicasOf(first.observation, first.diagnosis.primary));
  const { observation, diagnosis, notCounted } = args.assumeDead ? await afterDeath(first, cluster, config, world) : { ...first, notCounted: null };
  const { primary: _, action, ...said } = diagnosis;
  const decision = decide(observation, diagnosis, config);
  return {
    cluster: cluster.name,
    diagnosis: { ...said, action: action.kind },
    slowSettings: slow,
    rulesOfNobody: rulesOfNobody(observation),
    notCounted,
    takenAlong: decision.plan === null ? null : takenAlong(observation, decision.plan),
    ...decision
  };
}
async function afterDeath(first, cluster, config, world) {
  if (first.diagnosis.primary?.answers) await world.sleep(RECEIVED_WITHIN_MS);
  const seen = first.diagnosis.primary?.answers ? await look(cluster, config, world) : first;
  const { primary } = seen.diagnosis;
  if (primary === null) return { ...seen, notCounted: null };
  const { observation, newer } = withoutNewer(assumeDead(seen.observation, primary), first.observation);
  return { observation, diagnosis: diagnose(observation, config), notCounted: sayNotCounted(newer) };
}
function isFine({ diagnosis, plan, refusal }, { assumeDead: rehearsing }) {
  return rehearsing ? plan !== null && refusal === null : diagnosis.name === "healthy";
}
function print(text2) {
  return new Promise((resolve2) => {
    process.stdout.write(`${text2}
`, () => resolve2());
  });
}
function describe(rehearsal, args) {
  const { cluster, diagnosis, plan, refusal, quorum } = rehearsal;
  const lines = [
    `Cluster ${cluster}${args.assumeDead ? ", assuming that the primary has died" : ""}`,
    `Diagnosis: ${diagnosis.name}: ${diagnosis.says}`,
    ...diagnosis.evidence.map((line) => `  - ${line}`)
  ];
  if (diagnosis.advice !== "") lines.push(`What you can do: ${diagnosis.advice}`);
  if (refusal !== null) lines.push(`Refused: ${refusal.refused}`, `What you can do: ${refusal.advice}`);
  if (rehearsal.notCounted !== null) lines.push(`Not counted: ${rehearsal.notCounted}`);
  lines.push(...verdictLines(plan?.verdicts ?? refusal?.verdicts ?? []));
  if (plan === null || refusal !== null) lines.push("Nothing would be done.");
  if (plan !== null) lines.push(...planLines(plan, refusal !== null), ...quorumLines(quorum));
  if (rehearsal.takenAlong !== null) lines.push(rehearsal.takenAlong);
  if (rehearsal.slowSettings.length > 0)
    lines.push("Slow settings:", ...rehearsal.slowSettings.map((line) => `  - ${line}`));
  if (rehearsal.rulesOfNobody.length > 0)
    lines.push("Promotion rules that count for nobody:", ...rehearsal.rulesOfNobody.map((line) => `  - ${line}`));
  return lines.join("\n");
}
function verdictLines(verdicts) {
  if (verdicts.length === 0) return [];
  return ["Candidates:", ...verdicts.map((one) => `  ${one.chosen ? "=>" : "  "} ${one.server}: ${one.because}`)];
}
function planLines(plan, isRefused) {
  const lines = [`${isRefused ? "Were it not refused: w" : "W"}ould ${plan.says}:`];
  if (plan.loss !== null) lines.push(`  ${plan.loss}`);
  for (const [index, stage2] of plan.stages.entries()) {
    const together = stage2.steps.length > 1 ? ", side by side" : "";
    lines.push(`  ${index + 1}. ${stage2.title}${together}`);
    for (const step of stage2.steps) lines.push(...stepLines(step));
    if (stage2.thenLookAgain === "always") lines.push(`     then ${LOOK_AGAIN}`);
    if (stage2.thenLookAgain === "ifAStepSucceeds") lines.push("     if it connects, look again: the primary is alive");
  }
  if (plan.rowsBefore.length > 0) {
    lines.push(
      "Rows now (of mysql_servers, in the hostgroups that they have at runtime):",
      ...rowLines(plan.rowsBefore)
    );
    lines.push("Rows then:", ...rowLines(plan.rowsAfter));
  }
  return lines;
}
function quorumLines(quorum) {
  if (quorum === null) return [];
  const servers = quorum.servers.map(endpointName).join(", ") || "none";
  return [
    `All of it under the lock of at least ${quorum.needed} of these servers, so that no other ProxySQL host acts: ${servers}`,
    `  ${GET_RUN_LOCK};`
  ];
}
function stepLines(step) {
  const where = step.on.kind === "mysql" ? step.on.server : "ProxySQL";
  const lines = [`     ${step.says}  [${where}, at most ${step.timeoutMs} ms]`];
  if (step.on.kind === "memory")
    lines.push("       (one row of disk.proxysql_failover_state; --json shows the statement)");
  else for (const statement of step.statements) lines.push(`       ${statement};`);
  if (step.kills !== void 0) lines.push(`       before and after that, KILL each connection of: ${step.kills};`);
  if (step.verify !== null) lines.push(`       verified by: ${step.verify.query};`);
  const otherwise = [step.orElse?.says, afterFailure(step)].filter((part) => part !== void 0);
  if (otherwise.length > 0) lines.push(`       if it fails: ${otherwise.join("; ")}`);
  return lines;
}
function afterFailure({ ifItFails, orElse }) {
  switch (ifItFails) {
    case "stop":
      return orElse === void 0 ? void 0 : "the next run tries again";
    case "lookAgain":
      return orElse === void 0 ? LOOK_AGAIN : ANOTHER_ONE;
    case "lookAgainIfRefused":
      return `where the server refused it, ${ANOTHER_ONE}, else the next run goes on`;
    case "lookAgainIfDown":
      return `where nothing serves its port any more, ${ANOTHER_ONE}, else the rest goes on`;
    case "goOn":
      return "it is recorded, the rest goes on";
    case "goOnIfUndone":
      return "it is recorded, the rest goes on where it could be undone, else the next run goes on";
    case "isAnAnswer":
      return void 0;
  }
}
function rowLines(rows) {
  return [...rows].sort((a, b) => a.hostgroup - b.hostgroup || (a.hostname < b.hostname ? -1 : 1)).map(rowLine);
}
function rowLine(row) {
  return `  hostgroup ${row.hostgroup}  ${row.hostname}:${row.port}  ${row.status}  weight ${row.weight}  max_connections ${row.maxConnections}  max_replication_lag ${row.maxReplicationLag}`;
}
var RECEIVED_WITHIN_MS, LOOK_AGAIN, ANOTHER_ONE;
var init_dry_run = __esm({
  "src/command-line/dry-run.ts"() {
    "use strict";
    init_diagnose();
    init_slow_settings();
    init_topology();
    init_session();
    init_statements();
    init_decide();
    init_hostgroups();
    init_promotion_rules();
    init_rehearse();
    init_cluster_run();
    init_choose_clusters();
    init_connect();
    init_exit_status();
    RECEIVED_WITHIN_MS = 200;
    LOOK_AGAIN = "look again: what is found by then decides what follows";
    ANOTHER_ONE = "another one that has the same is tried";
  }
});

// src/execute/socket-owner.ts
var socket_owner_exports = {};
__export(socket_owner_exports, {
  pidOfListener: () => pidOfListener
});
async function pidOfListener(path) {
  try {
    const inodes = await inodesOf(path);
    const processes = (await (0, import_promises.readdir)("/proc")).filter((name) => /^\d+$/.test(name));
    const owners = await Promise.all(
      processes.map(async (pid) => await hasOneOf(pid, inodes) ? [Number(pid)] : [])
    );
    return owners.flat()[0] ?? null;
  } catch {
    return null;
  }
}
async function inodesOf(path) {
  const shown = path.replaceAll("\0", "@");
  const lines = (await (0, import_promises.readFile)("/proc/net/unix", "utf8")).split("\n");
  const found = lines.map((line) => /^(?:\S+\s+){6}(\d+) (@.*?)@*$/.exec(line)).filter((match) => match?.[2] === shown);
  return new Set(found.map((match) => `socket:[${match?.[1]}]`));
}
async function hasOneOf(pid, inodes) {
  try {
    const directory = `/proc/${pid}/fd`;
    const links = (await (0, import_promises.readdir)(directory)).map((name) => (0, import_promises.readlink)(`${directory}/${name}`).catch(() => ""));
    return (await Promise.all(links)).some((link) => inodes.has(link));
  } catch {
    return false;
  }
}
var import_promises;
var init_socket_owner = __esm({
  "src/execute/socket-owner.ts"() {
    "use strict";
    import_promises = require("node:fs/promises");
  }
});

// src/execute/lock-holder.ts
function answerWho(socket, since) {
  socket.on("error", () => {
  });
  socket.write(`${process.pid} ${Math.round((process.uptime() - since) * 1e3)}
`);
  socket.destroySoon();
}
async function askWho(path) {
  const answer = await askForAnswer(path);
  if (answer === null) return { kind: "silent", pid: await (await Promise.resolve().then(() => (init_socket_owner(), socket_owner_exports))).pidOfListener(path) };
  const [, pid, heldMs] = /^(\d+) (\d+)\n$/.exec(answer) ?? [];
  return pid === void 0 ? { kind: "gone" } : { kind: "atWork", pid: Number(pid), heldMs: Number(heldMs) };
}
function askForAnswer(path) {
  return new Promise((resolve2) => {
    const socket = (0, import_node_net2.connect)({ path });
    let answer = "";
    const end = (result) => {
      clearTimeout(timer);
      socket.destroy();
      resolve2(result);
    };
    const timer = setTimeout(end, PATIENCE_MS, null);
    socket.setEncoding("utf8").on("data", (text2) => {
      answer += text2;
    });
    socket.on("error", (error) => end(error.code === "EAGAIN" ? null : ""));
    socket.on("end", () => end(answer));
  });
}
var import_node_net2, PATIENCE_MS;
var init_lock_holder = __esm({
  "src/execute/lock-holder.ts"() {
    "use strict";
    import_node_net2 = require("node:net");
    PATIENCE_MS = 500;
  }
});

// src/execute/lock.ts
async function lockEach(clusters, proxysql) {
  const locks = await Promise.all(clusters.map((cluster) => takeLock(socketPath(cluster, proxysql))));
  return {
    locked: clusters.flatMap((cluster, index) => {
      const lock = locks[index] ?? null;
      return lock === null ? [] : [{ cluster, lock }];
    }),
    held: clusters.filter((_, index) => locks[index] === null)
  };
}
async function holderOf(cluster, proxysql) {
  return askWho(socketPath(cluster, proxysql));
}
function socketPath(cluster, proxysql) {
  const name = `${endpointName(proxysql)}/${cluster.name}`;
  const path = `\0proxysql-failover/${name}`;
  if (Buffer.byteLength(path) <= LONGEST_NAME) return path;
  return `\0proxysql-failover/${(0, import_node_crypto.createHash)("sha256").update(name).digest("hex")}`;
}
function takeLock(path) {
  return new Promise((resolve2, reject) => {
    const since = process.uptime();
    const server = (0, import_node_net3.createServer)((socket) => answerWho(socket, since));
    server.on("error", (error) => {
      if (error.code === "EADDRINUSE") resolve2(null);
      else reject(error);
    });
    server.listen({ path }, () => {
      server.unref();
      resolve2({ release: () => void server.close() });
    });
  });
}
var import_node_crypto, import_node_net3, LONGEST_NAME;
var init_lock = __esm({
  "src/execute/lock.ts"() {
    "use strict";
    import_node_crypto = require("node:crypto");
    import_node_net3 = require("node:net");
    init_session();
    init_lock_holder();
    LONGEST_NAME = 107;
  }
});

// src/record/lazy-journal.ts
function lazyJournal(level, load) {
  const waiting = [];
  let loading = null;
  let journal = null;
  async function loadAndWrite() {
    const loaded = await load().catch(() => SILENT);
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
var SILENT;
var init_lazy_journal = __esm({
  "src/record/lazy-journal.ts"() {
    "use strict";
    init_journal();
    SILENT = { say: () => {
    } };
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

// src/command-line/holders.ts
async function tellOfHolders(held, config, journal, usual) {
  const complaints = await Promise.all(
    held.map(async (cluster) => {
      const complaint = await complaintAboutHolder(cluster, config);
      const ofCluster = journalWith(journal, { cluster: cluster.name });
      if (complaint === null) ofCluster.say(usual, "another run is at work on this host");
      else ofCluster.say("error", complaint);
      return complaint;
    })
  );
  return complaints.every((complaint) => complaint === null) ? EXIT.fine : EXIT.wrong;
}
async function complaintAboutHolder(cluster, config) {
  const holder = await holderOf(cluster, config.proxysql);
  if (holder.kind === "gone") return null;
  const { pid } = holder;
  const itsLock = `nothing is done for ${cluster.name}: another run on this host${pid === null ? "" : ` (pid ${pid})`} has its lock`;
  const advice = `what to do: ${pid === null ? "find it with ps -eo pid,stat,etime,args, then kill -KILL it" : `kill -KILL ${pid}`}; the next run goes on from what it finds`;
  if (holder.kind === "silent") return `${itsLock} and stands still: it was stopped (Ctrl-Z) or hangs; ${advice}`;
  if (holder.heldMs <= config.failoverTimeoutMs) return null;
  const { failoverTimeoutMs } = config;
  return `${itsLock} for ${holder.heldMs} ms, longer than failoverTimeoutMs (${failoverTimeoutMs} ms); ${advice}`;
}
var init_holders = __esm({
  "src/command-line/holders.ts"() {
    "use strict";
    init_lock();
    init_journal();
    init_exit_status();
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
    const { locked, held } = named ?? await lockEach(await chooseClusters(config, args.cluster, world.admin), config.proxysql);
    const statuses = await Promise.all([
      tellOfHolders(held, config, journal, atTerminal ? "info" : "debug"),
      ...locked.map(async ({ cluster, lock }) => {
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
    ]);
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
  const expected = error instanceof Unanswered || error instanceof UnreadableMemory;
  const text2 = error instanceof Error ? expected ? error.message : error.stack ?? error.message : String(error);
  journalWith(journal, { cluster: cluster.name }).say("error", text2);
  return expected ? EXIT.wrong : EXIT.failed;
}
var init_run_locked = __esm({
  "src/command-line/run-locked.ts"() {
    "use strict";
    init_lock();
    init_session();
    init_memory();
    init_journal();
    init_cluster_run();
    init_choose_clusters();
    init_connect();
    init_exit_status();
    init_holders();
  }
});

// src/record/log.ts
var require_log = __commonJS({
  "src/record/log.ts"(exports2, module2) {
    "use strict";
    new Function("module", "exports", "require", '"use strict";var Mr=Object.create;var ie=Object.defineProperty;var zr=Object.getOwnPropertyDescriptor;var Vr=Object.getOwnPropertyNames;var Kr=Object.getPrototypeOf,Ur=Object.prototype.hasOwnProperty;var O=(e,t)=>()=>{try{return t||e((t={exports:{}}).exports,t),t.exports}catch(n){throw t=0,n}},Jr=(e,t)=>{for(var n in t)ie(e,n,{get:t[n],enumerable:!0})},Ot=(e,t,n,r)=>{if(t&&typeof t=="object"||typeof t=="function")for(let i of Vr(t))!Ur.call(e,i)&&i!==n&&ie(e,i,{get:()=>t[i],enumerable:!(r=zr(t,i))||r.enumerable});return e};var Hr=(e,t,n)=>(n=e!=null?Mr(Kr(e)):{},Ot(t||!e||!e.__esModule?ie(n,"default",{value:e,enumerable:!0}):n,e)),Gr=e=>Ot(ie({},"__esModule",{value:!0}),e);var ke=O((Gl,At)=>{"use strict";var te=e=>e&&typeof e.message=="string",Te=e=>{if(!e)return;let t=e.cause;if(typeof t=="function"){let n=e.cause();return te(n)?n:void 0}else return te(t)?t:void 0},xt=(e,t)=>{if(!te(e))return"";let n=e.stack||"";if(t.has(e))return n+`\ncauses have become circular...`;let r=Te(e);return r?(t.add(e),n+`\ncaused by: `+xt(r,t)):n},Xr=e=>xt(e,new Set),vt=(e,t,n)=>{if(!te(e))return"";let r=n?"":e.message||"";if(t.has(e))return r+": ...";let i=Te(e);if(i){t.add(e);let s=typeof e.cause=="function";return r+(s?"":": ")+vt(i,t,s)}else return r},Yr=e=>vt(e,new Set);At.exports={isErrorLike:te,getErrorCause:Te,stackWithCauses:Xr,messageWithCauses:Yr}});var Ce=O((Xl,Tt)=>{"use strict";var Qr=Symbol("circular-ref-tag"),se=Symbol("pino-raw-err-ref"),Lt=Object.create({},{type:{enumerable:!0,writable:!0,value:void 0},message:{enumerable:!0,writable:!0,value:void 0},stack:{enumerable:!0,writable:!0,value:void 0},aggregateErrors:{enumerable:!0,writable:!0,value:void 0},raw:{enumerable:!1,get:function(){return this[se]},set:function(e){this[se]=e}}});Object.defineProperty(Lt,se,{writable:!0,value:{}});Tt.exports={pinoErrProto:Lt,pinoErrorSymbols:{seen:Qr,rawSymbol:se}}});var It=O((Yl,Ct)=>{"use strict";Ct.exports=je;var{messageWithCauses:Zr,stackWithCauses:ei,isErrorLike:kt}=ke(),{pinoErrProto:ti,pinoErrorSymbols:ni}=Ce(),{seen:Ie}=ni,{toString:ri}=Object.prototype;function je(e){if(!kt(e))return e;e[Ie]=void 0;let t=Object.create(ti);t.type=ri.call(e.constructor)==="[object Function]"?e.constructor.name:e.name,t.message=Zr(e),t.stack=ei(e),Array.isArray(e.errors)&&(t.aggregateErrors=e.errors.map(n=>je(n)));for(let n in e)if(t[n]===void 0){let r=e[n];kt(r)?n!=="cause"&&!Object.prototype.hasOwnProperty.call(r,Ie)&&(t[n]=je(r)):t[n]=r}return delete e[Ie],t.raw=e,t}});var Bt=O((Ql,jt)=>{"use strict";jt.exports=fe;var{isErrorLike:Be}=ke(),{pinoErrProto:ii,pinoErrorSymbols:si}=Ce(),{seen:oe}=si,{toString:oi}=Object.prototype;function fe(e){if(!Be(e))return e;e[oe]=void 0;let t=Object.create(ii);t.type=oi.call(e.constructor)==="[object Function]"?e.constructor.name:e.name,t.message=e.message,t.stack=e.stack,Array.isArray(e.errors)&&(t.aggregateErrors=e.errors.map(n=>fe(n))),Be(e.cause)&&!Object.prototype.hasOwnProperty.call(e.cause,oe)&&(t.cause=fe(e.cause));for(let n in e)if(t[n]===void 0){let r=e[n];Be(r)?Object.prototype.hasOwnProperty.call(r,oe)||(t[n]=fe(r)):t[n]=r}return delete e[oe],t.raw=e,t}});var Dt=O((Zl,$t)=>{"use strict";$t.exports={mapHttpRequest:fi,reqSerializer:Nt};var Pe=Symbol("pino-raw-req-ref"),Pt=Object.create({},{id:{enumerable:!0,writable:!0,value:""},method:{enumerable:!0,writable:!0,value:""},url:{enumerable:!0,writable:!0,value:""},query:{enumerable:!0,writable:!0,value:""},params:{enumerable:!0,writable:!0,value:""},headers:{enumerable:!0,writable:!0,value:{}},remoteAddress:{enumerable:!0,writable:!0,value:""},remotePort:{enumerable:!0,writable:!0,value:""},raw:{enumerable:!1,get:function(){return this[Pe]},set:function(e){this[Pe]=e}}});Object.defineProperty(Pt,Pe,{writable:!0,value:{}});function Nt(e){let t=e.info||e.socket,n=Object.create(Pt);if(n.id=typeof e.id=="function"?e.id():e.id||(e.info?e.info.id:void 0),n.method=e.method,e.originalUrl)n.url=e.originalUrl;else{let r=e.path;n.url=typeof r=="string"?r:e.url?e.url.path||e.url:void 0}return e.query&&(n.query=e.query),e.params&&(n.params=e.params),n.headers=e.headers,n.remoteAddress=t&&t.remoteAddress,n.remotePort=t&&t.remotePort,n.raw=e.raw||e,n}function fi(e){return{req:Nt(e)}}});var Wt=O((eu,Ft)=>{"use strict";Ft.exports={mapHttpResponse:li,resSerializer:qt};var Ne=Symbol("pino-raw-res-ref"),Rt=Object.create({},{statusCode:{enumerable:!0,writable:!0,value:0},headers:{enumerable:!0,writable:!0,value:""},raw:{enumerable:!1,get:function(){return this[Ne]},set:function(e){this[Ne]=e}}});Object.defineProperty(Rt,Ne,{writable:!0,value:{}});function qt(e){let t=Object.create(Rt);return t.statusCode=e.headersSent?e.statusCode:null,t.headers=e.getHeaders?e.getHeaders():e._headers,t.raw=e,t}function li(e){return{res:qt(e)}}});var De=O((tu,Mt)=>{"use strict";var $e=It(),ui=Bt(),le=Dt(),ue=Wt();Mt.exports={err:$e,errWithCause:ui,mapHttpRequest:le.mapHttpRequest,mapHttpResponse:ue.mapHttpResponse,req:le.reqSerializer,res:ue.resSerializer,wrapErrorSerializer:function(t){return t===$e?t:function(r){return t($e(r))}},wrapRequestSerializer:function(t){return t===le.reqSerializer?t:function(r){return t(le.reqSerializer(r))}},wrapResponseSerializer:function(t){return t===ue.resSerializer?t:function(r){return t(ue.resSerializer(r))}}}});var Re=O((nu,Kt)=>{"use strict";var zt=require("node:util"),Vt=zt.getCallSites??zt.getCallSite;function ci(e,t){return t}Kt.exports=function(){if(Vt)return Vt().slice(2).map(s=>s.scriptName);let t=Error.prepareStackTrace;Error.prepareStackTrace=ci;let n=new Error().stack;if(Error.prepareStackTrace=t,!Array.isArray(n))return;let r=n.slice(2),i=[];for(let s of r)s&&i.push(s.getFileName());return i}});var Yt=O((ru,Xt)=>{"use strict";function qe(e){if(e===null||typeof e!="object")return e;if(e instanceof Date)return new Date(e.getTime());if(e instanceof Array){let t=[];for(let n=0;n<e.length;n++)t[n]=qe(e[n]);return t}if(typeof e=="object"){let t=Object.create(Object.getPrototypeOf(e));for(let n in e)Object.prototype.hasOwnProperty.call(e,n)&&(t[n]=qe(e[n]));return t}return e}function Ut(e){let t=[],n="",r=!1,i=!1,s="";for(let c=0;c<e.length;c++){let l=e[c];!r&&l==="."?n&&(t.push(n),n=""):l==="["?(n&&(t.push(n),n=""),r=!0):l==="]"&&r?(t.push(n),n="",r=!1,i=!1):(l===\'"\'||l==="\'")&&r?i?l===s?(i=!1,s=""):n+=l:(i=!0,s=l):n+=l}return n&&t.push(n),t}function Jt(e,t,n){let r=e;for(let s=0;s<t.length-1;s++){let c=t[s];if(typeof r!="object"||r===null||!(c in r)||typeof r[c]!="object"||r[c]===null)return!1;r=r[c]}let i=t[t.length-1];if(i==="*"){if(Array.isArray(r))for(let s=0;s<r.length;s++)r[s]=n;else if(typeof r=="object"&&r!==null)for(let s in r)Object.prototype.hasOwnProperty.call(r,s)&&(r[s]=n)}else typeof r=="object"&&r!==null&&i in r&&Object.prototype.hasOwnProperty.call(r,i)&&(r[i]=n);return!0}function Ht(e,t){let n=e;for(let i=0;i<t.length-1;i++){let s=t[i];if(typeof n!="object"||n===null||!(s in n)||typeof n[s]!="object"||n[s]===null)return!1;n=n[s]}let r=t[t.length-1];if(r==="*"){if(Array.isArray(n))for(let i=0;i<n.length;i++)n[i]=void 0;else if(typeof n=="object"&&n!==null)for(let i in n)Object.prototype.hasOwnProperty.call(n,i)&&delete n[i]}else typeof n=="object"&&n!==null&&r in n&&Object.prototype.hasOwnProperty.call(n,r)&&delete n[r];return!0}var ce=Symbol("PATH_NOT_FOUND");function ai(e,t){let n=e;for(let r of t){if(n==null||typeof n!="object"||n===null||!(r in n))return ce;n=n[r]}return n}function hi(e,t){let n=e;for(let r of t){if(n==null||typeof n!="object"||n===null)return;n=n[r]}return n}function di(e,t,n,r=!1){for(let i of t){let s=Ut(i);if(s.includes("*"))Gt(e,s,n,i,r);else if(r)Ht(e,s);else{let c=ai(e,s);if(c===ce)continue;let l=typeof n=="function"?n(c,s):n;Jt(e,s,l)}}}function Gt(e,t,n,r,i=!1){let s=t.indexOf("*");if(s===t.length-1){let c=t.slice(0,-1),l=e;for(let f of c){if(l==null||typeof l!="object"||l===null)return;l=l[f]}if(Array.isArray(l))if(i)for(let f=0;f<l.length;f++)l[f]=void 0;else for(let f=0;f<l.length;f++){let h=[...c,f.toString()],d=typeof n=="function"?n(l[f],h):n;l[f]=d}else if(typeof l=="object"&&l!==null)if(i){let f=[];for(let h in l)Object.prototype.hasOwnProperty.call(l,h)&&f.push(h);for(let h of f)delete l[h]}else for(let f in l){let h=[...c,f],d=typeof n=="function"?n(l[f],h):n;l[f]=d}}else yi(e,t,n,s,r,i)}function yi(e,t,n,r,i,s=!1){let c=t.slice(0,r),l=t.slice(r+1),f=[];function h(d,a){if(a===c.length){if(Array.isArray(d))for(let m=0;m<d.length;m++)f[a]=m.toString(),h(d[m],a+1);else if(typeof d=="object"&&d!==null)for(let m in d)f[a]=m,h(d[m],a+1)}else if(a<c.length){let m=c[a];d&&typeof d=="object"&&d!==null&&m in d&&(f[a]=m,h(d[m],a+1))}else if(l.includes("*"))Gt(d,l,typeof n=="function"?(g,o)=>{let p=[...f.slice(0,a),...o];return n(g,p)}:n,i,s);else if(s)Ht(d,l);else{let m=typeof n=="function"?n(hi(d,l),[...f.slice(0,a),...l]):n;Jt(d,l,m)}}if(c.length===0)h(e,0);else{let d=e;for(let a=0;a<c.length;a++){let m=c[a];if(d==null||typeof d!="object"||d===null)return;d=d[m],f[a]=m}d!=null&&h(d,c.length)}}function gi(e){if(e.length===0)return null;let t=new Map;for(let n of e){let r=Ut(n),i=t;for(let s=0;s<r.length;s++){let c=r[s];i.has(c)||i.set(c,new Map),i=i.get(c)}}return t}function mi(e,t){if(!t)return e;function n(r,i,s=0){if(!i||i.size===0||r===null||typeof r!="object")return r;if(r instanceof Date)return new Date(r.getTime());if(Array.isArray(r)){let l=[];for(let f=0;f<r.length;f++){let h=f.toString();i.has(h)||i.has("*")?l[f]=n(r[f],i.get(h)||i.get("*")):l[f]=r[f]}return l}let c=Object.create(Object.getPrototypeOf(r));for(let l in r)Object.prototype.hasOwnProperty.call(r,l)&&(i.has(l)||i.has("*")?c[l]=n(r[l],i.get(l)||i.get("*")):c[l]=r[l]);return c}return n(e,t)}function pi(e){if(typeof e!="string")throw new Error("Paths must be (non-empty) strings");if(e==="")throw new Error("Invalid redaction path ()");if(e.includes(".."))throw new Error(`Invalid redaction path (${e})`);if(e.includes(","))throw new Error(`Invalid redaction path (${e})`);let t=0,n=!1,r="";for(let i=0;i<e.length;i++){let s=e[i];if((s===\'"\'||s==="\'")&&t>0)n?s===r&&(n=!1,r=""):(n=!0,r=s);else if(s==="["&&!n)t++;else if(s==="]"&&!n&&(t--,t<0))throw new Error(`Invalid redaction path (${e})`)}if(t!==0)throw new Error(`Invalid redaction path (${e})`)}function bi(e){if(!Array.isArray(e))throw new TypeError("paths must be an array");for(let t of e)pi(t)}function wi(e={}){let{paths:t=[],censor:n="[REDACTED]",serialize:r=JSON.stringify,strict:i=!0,remove:s=!1}=e;bi(t);let c=gi(t);return function(f){if(i&&(f===null||typeof f!="object")&&(f==null||typeof f!="object"))return r?r(f):f;let h=mi(f,c),d=f,a=n;return typeof n=="function"&&(a=n),di(h,t,a,s),r===!1?(h.restore=function(){return qe(d)},h):typeof r=="function"?r(h):JSON.stringify(h)}}Xt.exports=wi});var V=O((iu,Qt)=>{"use strict";var Si=Symbol("pino.setLevel"),_i=Symbol("pino.getLevel"),Ei=Symbol("pino.levelVal"),Oi=Symbol("pino.levelComp"),xi=Symbol("pino.useLevelLabels"),vi=Symbol("pino.useOnlyCustomLevels"),Ai=Symbol("pino.mixin"),Li=Symbol("pino.lsCache"),Ti=Symbol("pino.chindings"),ki=Symbol("pino.asJson"),Ci=Symbol("pino.write"),Ii=Symbol("pino.redactFmt"),ji=Symbol("pino.time"),Bi=Symbol("pino.timeSliceIndex"),Pi=Symbol("pino.stream"),Ni=Symbol("pino.stringify"),$i=Symbol("pino.stringifySafe"),Di=Symbol("pino.stringifiers"),Ri=Symbol("pino.end"),qi=Symbol("pino.formatOpts"),Fi=Symbol("pino.messageKey"),Wi=Symbol("pino.errorKey"),Mi=Symbol("pino.nestedKey"),zi=Symbol("pino.nestedKeyStr"),Vi=Symbol("pino.mixinMergeStrategy"),Ki=Symbol("pino.msgPrefix"),Ui=Symbol("pino.wildcardFirst"),Ji=Symbol.for("pino.serializers"),Hi=Symbol.for("pino.formatters"),Gi=Symbol.for("pino.hooks"),Xi=Symbol.for("pino.metadata"),Yi=Symbol.for("pino.transport.usesMultistream");Qt.exports={setLevelSym:Si,getLevelSym:_i,levelValSym:Ei,levelCompSym:Oi,useLevelLabelsSym:xi,mixinSym:Ai,lsCacheSym:Li,chindingsSym:Ti,asJsonSym:ki,writeSym:Ci,serializersSym:Ji,redactFmtSym:Ii,timeSym:ji,timeSliceIndexSym:Bi,streamSym:Pi,stringifySym:Ni,stringifySafeSym:$i,stringifiersSym:Di,endSym:Ri,formatOptsSym:qi,messageKeySym:Fi,errorKeySym:Wi,nestedKeySym:Mi,wildcardFirstSym:Ui,needsMetadataGsym:Xi,useOnlyCustomLevelsSym:vi,formattersSym:Hi,hooksSym:Gi,nestedKeyStrSym:zi,mixinMergeStrategySym:Vi,msgPrefixSym:Ki,transportUsesMultistreamSym:Yi}});var We=O((su,nn)=>{"use strict";var Zt=Yt(),{redactFmtSym:Qi,wildcardFirstSym:ae}=V(),Fe=/[^.[\\]]+|\\[([^[\\]]*?)\\]/g,en="[Redacted]",tn=!1;function Zi(e,t){let{paths:n,censor:r,remove:i}=es(e),s=n.reduce((f,h)=>{Fe.lastIndex=0;let d=Fe.exec(h),a=Fe.exec(h),m=d[1]!==void 0?d[1].replace(/^(?:"|\'|`)(.*)(?:"|\'|`)$/,"$1"):d[0];if(m==="*"&&(m=ae),a===null)return f[m]=null,f;if(f[m]===null)return f;let{index:g}=a,o=`${h.substr(g,h.length-1)}`;return f[m]=f[m]||[],m!==ae&&f[m].length===0&&f[m].push(...f[ae]||[]),m===ae&&Object.keys(f).forEach(function(p){f[p]&&f[p].push(o)}),f[m].push(o),f},Object.create(null)),c=Object.assign(Object.create(null),{[Qi]:Zt({paths:n,censor:r,serialize:t,strict:tn,remove:i})}),l=(...f)=>t(typeof r=="function"?r(...f):r);return[...Object.keys(s),...Object.getOwnPropertySymbols(s)].reduce((f,h)=>{if(s[h]===null)f[h]=d=>l(d,[h]);else{let d=typeof r=="function"?(a,m)=>r(a,[h,...m]):r;f[h]=Zt({paths:s[h],censor:d,serialize:t,strict:tn,remove:i})}return f},c)}function es(e){if(Array.isArray(e))return e={paths:e,censor:en},e;let{paths:t,censor:n=en,remove:r}=e;if(Array.isArray(t)===!1)throw Error("pino \\u2013 redact must contain an array of strings");return r===!0&&(n=void 0),{paths:t,censor:n,remove:r}}nn.exports=Zi});var on=O((ou,sn)=>{"use strict";var ts=()=>"",ns=()=>`,"time":${Date.now()}`,rs=()=>`,"time":${Math.round(Date.now()/1e3)}`,is=()=>`,"time":"${new Date(Date.now()).toISOString()}"`,ss=1000000n,rn=1000000000n,os=BigInt(Date.now())*ss,fs=process.hrtime.bigint(),ls=()=>{let e=process.hrtime.bigint()-fs,t=os+e,n=t/rn,r=t%rn,i=Number(n*1000n+r/1000000n),s=new Date(i),c=s.getUTCFullYear(),l=(s.getUTCMonth()+1).toString().padStart(2,"0"),f=s.getUTCDate().toString().padStart(2,"0"),h=s.getUTCHours().toString().padStart(2,"0"),d=s.getUTCMinutes().toString().padStart(2,"0"),a=s.getUTCSeconds().toString().padStart(2,"0");return`,"time":"${c}-${l}-${f}T${h}:${d}:${a}.${r.toString().padStart(9,"0")}Z"`};sn.exports={nullTime:ts,epochTime:ns,unixTime:rs,isoTime:is,isoTimeNano:ls}});var ln=O((fu,fn)=>{"use strict";function us(e){try{return JSON.stringify(e)}catch{return\'"[Circular]"\'}}fn.exports=cs;function cs(e,t,n){var r=n&&n.stringify||us,i=1;if(typeof e=="object"&&e!==null){var s=t.length+i;if(s===1)return e;var c=new Array(s);c[0]=r(e);for(var l=1;l<s;l++)c[l]=r(t[l]);return c.join(" ")}if(typeof e!="string")return e;var f=t.length;if(f===0)return e;for(var h="",d=1-i,a=-1,m=e&&e.length||0,g=0;g<m;){if(e.charCodeAt(g)===37&&g+1<m){switch(a=a>-1?a:0,e.charCodeAt(g+1)){case 100:case 102:if(d>=f||t[d]==null)break;a<g&&(h+=e.slice(a,g)),h+=Number(t[d]),a=g+2,g++;break;case 105:if(d>=f||t[d]==null)break;a<g&&(h+=e.slice(a,g)),h+=Math.floor(Number(t[d])),a=g+2,g++;break;case 79:case 111:case 106:if(d>=f||t[d]===void 0)break;a<g&&(h+=e.slice(a,g));var o=typeof t[d];if(o==="string"){h+="\'"+t[d]+"\'",a=g+2,g++;break}if(o==="function"){h+=t[d].name||"<anonymous>",a=g+2,g++;break}h+=r(t[d]),a=g+2,g++;break;case 115:if(d>=f)break;a<g&&(h+=e.slice(a,g)),h+=String(t[d]),a=g+2,g++;break;case 37:a<g&&(h+=e.slice(a,g)),h+="%",a=g+2,g++,d--;break}++d}++g}return a===-1?e:(a<m&&(h+=e.slice(a)),h)}});var ze=O((lu,Me)=>{"use strict";if(typeof SharedArrayBuffer<"u"&&typeof Atomics<"u"){let t=function(n){if((n>0&&n<1/0)===!1)throw typeof n!="number"&&typeof n!="bigint"?TypeError("sleep: ms must be a number"):RangeError("sleep: ms must be a number that is greater than 0 but less than Infinity");Atomics.wait(e,0,0,Number(n))},e=new Int32Array(new SharedArrayBuffer(4));Me.exports=t}else{let e=function(t){if((t>0&&t<1/0)===!1)throw typeof t!="number"&&typeof t!="bigint"?TypeError("sleep: ms must be a number"):RangeError("sleep: ms must be a number that is greater than 0 but less than Infinity");let r=Date.now()+Number(t);for(;r>Date.now(););};Me.exports=e}});var mn=O((uu,gn)=>{"use strict";var A=require("fs"),as=require("events"),hs=require("util").inherits,un=require("path"),Ke=ze(),ds=require("assert"),he=100,de=Buffer.allocUnsafe(0),ys=16*1024,cn="buffer",an="utf8",[gs,ms]=(process.versions.node||"0.0").split(".").map(Number),ps=gs>=22&&ms>=7;function hn(e,t){t._opening=!0,t._writing=!0,t._asyncDrainScheduled=!1;function n(s,c){if(s){t._reopening=!1,t._writing=!1,t._opening=!1,t.sync?process.nextTick(()=>{t.listenerCount("error")>0&&t.emit("error",s)}):t.emit("error",s);return}let l=t._reopening;t.fd=c,t.file=e,t._reopening=!1,t._opening=!1,t._writing=!1,t.sync?process.nextTick(()=>t.emit("ready")):t.emit("ready"),!t.destroyed&&(!t._writing&&t._len>t.minLength||t._flushPending?t._actualWrite():l&&process.nextTick(()=>t.emit("drain")))}let r=t.append?"a":"w",i=t.mode;if(t.sync)try{t.mkdir&&A.mkdirSync(un.dirname(e),{recursive:!0});let s=A.openSync(e,r,i);n(null,s)}catch(s){throw n(s),s}else t.mkdir?A.mkdir(un.dirname(e),{recursive:!0},s=>{if(s)return n(s);A.open(e,r,i,n)}):A.open(e,r,i,n)}function $(e){if(!(this instanceof $))return new $(e);let{fd:t,dest:n,minLength:r,maxLength:i,maxWrite:s,periodicFlush:c,sync:l,append:f=!0,mkdir:h,retryEAGAIN:d,fsync:a,contentMode:m,mode:g}=e||{};t=t||n,this._len=0,this.fd=-1,this._bufs=[],this._lens=[],this._writing=!1,this._ending=!1,this._reopening=!1,this._asyncDrainScheduled=!1,this._flushPending=!1,this._hwm=Math.max(r||0,16387),this.file=null,this.destroyed=!1,this.minLength=r||0,this.maxLength=i||0,this.maxWrite=s||ys,this._periodicFlush=c||0,this._periodicFlushTimer=void 0,this.sync=l||!1,this.writable=!0,this._fsync=a||!1,this.append=f||!1,this.mode=g,this.retryEAGAIN=d||(()=>!0),this.mkdir=h||!1;let o,p;if(m===cn)this._writingBuf=de,this.write=Ss,this.flush=Es,this.flushSync=xs,this._actualWrite=As,o=()=>A.writeSync(this.fd,this._writingBuf),p=()=>A.write(this.fd,this._writingBuf,this.release);else if(m===void 0||m===an)this._writingBuf="",this.write=ws,this.flush=_s,this.flushSync=Os,this._actualWrite=vs,o=()=>Buffer.isBuffer(this._writingBuf)?A.writeSync(this.fd,this._writingBuf):A.writeSync(this.fd,this._writingBuf,"utf8"),p=()=>Buffer.isBuffer(this._writingBuf)?A.write(this.fd,this._writingBuf,this.release):A.write(this.fd,this._writingBuf,"utf8",this.release);else throw new Error(`SonicBoom supports "${an}" and "${cn}", but passed ${m}`);if(typeof t=="number")this.fd=t,process.nextTick(()=>this.emit("ready"));else if(typeof t=="string")hn(t,this);else throw new Error("SonicBoom supports only file descriptors and files");if(this.minLength>=this.maxWrite)throw new Error(`minLength should be smaller than maxWrite (${this.maxWrite})`);this.release=(y,S)=>{if(y){if((y.code==="EAGAIN"||y.code==="EBUSY")&&this.retryEAGAIN(y,this._writingBuf.length,this._len-this._writingBuf.length))if(this.sync)try{Ke(he),this.release(void 0,0)}catch(_){this.release(_)}else setTimeout(p,he);else this._writing=!1,this.emit("error",y);return}this.emit("write",S);let b=Ve(this._writingBuf,this._len,S);if(this._len=b.len,this._writingBuf=b.writingBuf,this._writingBuf.length){if(!this.sync){p();return}try{do{let _=o(),v=Ve(this._writingBuf,this._len,_);this._len=v.len,this._writingBuf=v.writingBuf}while(this._writingBuf.length)}catch(_){this.release(_);return}}this._fsync&&A.fsyncSync(this.fd);let w=this._len;this._reopening?(this._writing=!1,this._reopening=!1,this.reopen()):w>this.minLength?this._actualWrite():this._ending?w>0?this._actualWrite():(this._writing=!1,ye(this)):(this._writing=!1,this.sync?this._asyncDrainScheduled||(this._asyncDrainScheduled=!0,process.nextTick(bs,this)):this.emit("drain"))},this.on("newListener",function(y){y==="drain"&&(this._asyncDrainScheduled=!1)}),this._periodicFlush!==0&&(this._periodicFlushTimer=setInterval(()=>this.flush(null),this._periodicFlush),this._periodicFlushTimer.unref())}function Ve(e,t,n){return typeof e=="string"&&(e=Buffer.from(e)),t=Math.max(t-n,0),e=e.subarray(n),{writingBuf:e,len:t}}function bs(e){e.listenerCount("drain")>0&&(e._asyncDrainScheduled=!1,e.emit("drain"))}hs($,as);function dn(e,t){return e.length===0?de:e.length===1?e[0]:Buffer.concat(e,t)}function ws(e){if(this.destroyed)throw new Error("SonicBoom destroyed");e=""+e;let t=Buffer.byteLength(e),n=this._len+t,r=this._bufs;return this.maxLength&&n>this.maxLength?(this.emit("drop",e),this._len<this._hwm):(r.length===0||Buffer.byteLength(r[r.length-1])+t>this.maxWrite?r.push(e):r[r.length-1]+=e,this._len=n,!this._writing&&this._len>=this.minLength&&this._actualWrite(),this._len<this._hwm)}function Ss(e){if(this.destroyed)throw new Error("SonicBoom destroyed");let t=this._len+e.length,n=this._bufs,r=this._lens;return this.maxLength&&t>this.maxLength?(this.emit("drop",e),this._len<this._hwm):(n.length===0||r[r.length-1]+e.length>this.maxWrite?(n.push([e]),r.push(e.length)):(n[n.length-1].push(e),r[r.length-1]+=e.length),this._len=t,!this._writing&&this._len>=this.minLength&&this._actualWrite(),this._len<this._hwm)}function yn(e){this._flushPending=!0;let t=()=>{if(this._fsync)this._flushPending=!1,e();else try{A.fsync(this.fd,r=>{this._flushPending=!1,e(r)})}catch(r){e(r)}this.off("error",n)},n=r=>{this._flushPending=!1,e(r),this.off("drain",t)};this.once("drain",t),this.once("error",n)}function _s(e){if(e!=null&&typeof e!="function")throw new Error("flush cb must be a function");if(this.destroyed){let t=new Error("SonicBoom destroyed");if(e){e(t);return}throw t}if(this.minLength<=0){e?.();return}e&&yn.call(this,e),!this._writing&&(this._bufs.length===0&&this._bufs.push(""),this._actualWrite())}function Es(e){if(e!=null&&typeof e!="function")throw new Error("flush cb must be a function");if(this.destroyed){let t=new Error("SonicBoom destroyed");if(e){e(t);return}throw t}if(this.minLength<=0){e?.();return}e&&yn.call(this,e),!this._writing&&(this._bufs.length===0&&(this._bufs.push([]),this._lens.push(0)),this._actualWrite())}$.prototype.reopen=function(e){if(this.destroyed)throw new Error("SonicBoom destroyed");if(this._opening){this.once("ready",()=>{this.reopen(e)});return}if(this._ending)return;if(!this.file)throw new Error("Unable to reopen a file descriptor, you must pass a file to SonicBoom");if(e&&(this.file=e),this._reopening=!0,this._writing)return;let t=this.fd;this.once("ready",()=>{t!==this.fd&&A.close(t,n=>{if(n)return this.emit("error",n)})}),hn(this.file,this)};$.prototype.end=function(){if(this.destroyed)throw new Error("SonicBoom destroyed");if(this._opening){this.once("ready",()=>{this.end()});return}this._ending||(this._ending=!0,!this._writing&&(this._len>0&&this.fd>=0?this._actualWrite():ye(this)))};function Os(){if(this.destroyed)throw new Error("SonicBoom destroyed");if(this.fd<0)throw new Error("sonic boom is not ready yet");!this._writing&&this._writingBuf.length>0&&(this._bufs.unshift(this._writingBuf),this._writingBuf="");let e="";for(;this._bufs.length||e.length;){e.length<=0&&(e=this._bufs[0]);try{let t=Buffer.isBuffer(e)?A.writeSync(this.fd,e):A.writeSync(this.fd,e,"utf8"),n=Ve(e,this._len,t);e=n.writingBuf,this._len=n.len,e.length<=0&&this._bufs.shift()}catch(t){if((t.code==="EAGAIN"||t.code==="EBUSY")&&!this.retryEAGAIN(t,e.length,this._len-e.length))throw t;Ke(he)}}try{A.fsyncSync(this.fd)}catch{}}function xs(){if(this.destroyed)throw new Error("SonicBoom destroyed");if(this.fd<0)throw new Error("sonic boom is not ready yet");!this._writing&&this._writingBuf.length>0&&(this._bufs.unshift([this._writingBuf]),this._writingBuf=de);let e=de;for(;this._bufs.length||e.length;){e.length<=0&&(e=dn(this._bufs[0],this._lens[0]));try{let t=A.writeSync(this.fd,e);e=e.subarray(t),this._len=Math.max(this._len-t,0),e.length<=0&&(this._bufs.shift(),this._lens.shift())}catch(t){if((t.code==="EAGAIN"||t.code==="EBUSY")&&!this.retryEAGAIN(t,e.length,this._len-e.length))throw t;Ke(he)}}}$.prototype.destroy=function(){this.destroyed||ye(this)};function vs(){let e=this.release;if(this._writing=!0,this._writingBuf=this._writingBuf.length?this._writingBuf:this._bufs.shift()||"",this.sync)try{let t=Buffer.isBuffer(this._writingBuf)?A.writeSync(this.fd,this._writingBuf):A.writeSync(this.fd,this._writingBuf,"utf8");e(null,t)}catch(t){e(t)}else A.write(this.fd,this._writingBuf,e)}function As(){let e=this.release;if(this._writing=!0,this._writingBuf=this._writingBuf.length?this._writingBuf:dn(this._bufs.shift(),this._lens.shift()),this.sync)try{let t=A.writeSync(this.fd,this._writingBuf);e(null,t)}catch(t){e(t)}else ps&&(this._writingBuf=Buffer.from(this._writingBuf)),A.write(this.fd,this._writingBuf,e)}function ye(e){if(e.fd===-1){e.once("ready",ye.bind(null,e));return}e._periodicFlushTimer!==void 0&&clearInterval(e._periodicFlushTimer),e.destroyed=!0,e._bufs=[],e._lens=[],ds(typeof e.fd=="number",`sonic.fd must be a number, got ${typeof e.fd}`);try{A.fsync(e.fd,t)}catch{}function t(){e.fd!==1&&e.fd!==2?A.close(e.fd,n):n()}function n(r){if(r){e.emit("error",r);return}e._ending&&!e._writing&&e.emit("finish"),e.emit("close")}}$.SonicBoom=$;$.default=$;gn.exports=$});var Ue=O((cu,_n)=>{"use strict";var D={exit:[],beforeExit:[]},pn={exit:ks,beforeExit:Cs},X;function Ls(){X===void 0&&(X=new FinalizationRegistry(Is))}function Ts(e){D[e].length>0||process.on(e,pn[e])}function bn(e){D[e].length>0||(process.removeListener(e,pn[e]),D.exit.length===0&&D.beforeExit.length===0&&(X=void 0))}function ks(){wn("exit")}function Cs(){wn("beforeExit")}function wn(e){for(let t of D[e]){let n=t.deref(),r=t.fn;n!==void 0&&r(n,e)}D[e]=[]}function Is(e){for(let t of["exit","beforeExit"]){let n=D[t].indexOf(e);D[t].splice(n,n+1),bn(t)}}function Sn(e,t,n){if(t===void 0)throw new Error("the object can\'t be undefined");Ts(e);let r=new WeakRef(t);r.fn=n,Ls(),X.register(t,r),D[e].push(r)}function js(e,t){Sn("exit",e,t)}function Bs(e,t){Sn("beforeExit",e,t)}function Ps(e){if(X!==void 0){X.unregister(e);for(let t of["exit","beforeExit"])D[t]=D[t].filter(n=>{let r=n.deref();return r&&r!==e}),bn(t)}}_n.exports={register:js,registerBeforeExit:Bs,unregister:Ps}});var En=O((au,Ns)=>{Ns.exports={name:"thread-stream",version:"4.2.1",description:"A streaming way to send data to a Node.js Worker Thread",main:"index.js",types:"index.d.ts",engines:{node:">=20"},dependencies:{"real-require":"^1.0.0"},devDependencies:{"@types/node":"^26.1.1","@yao-pkg/pkg":"^6.0.0",borp:"^1.0.0",desm:"^1.3.0",eslint:"^9.39.1",fastbench:"^1.0.1",neostandard:"^0.13.0","pino-elasticsearch":"^9.0.0","sonic-boom":"^5.0.0","ts-node":"^10.8.0",tsd:"^0.33.0",typescript:"~5.7.3"},scripts:{build:"tsc --noEmit",lint:"eslint",test:\'npm run lint && npm run build && npm run test:types && npm run transpile && borp --expose-gc --pattern "test/*.test.{js,mjs}"\',"test:ci":\'npm run lint && npm run test:types && npm run transpile && borp --expose-gc --pattern "test/*.test.{js,mjs}"\',"test:types":"tsd","test:yarn":\'npm run transpile && borp --expose-gc --pattern "test/*.test.js"\',transpile:"sh ./test/ts/transpile.sh"},tsd:{directory:"test/types"},repository:{type:"git",url:"git+https://github.com/mcollina/thread-stream.git"},keywords:["worker","thread","threads","stream"],author:"Matteo Collina <hello@matteocollina.com>",license:"MIT",bugs:{url:"https://github.com/mcollina/thread-stream/issues"},homepage:"https://github.com/mcollina/thread-stream#readme"}});var xn=O((hu,On)=>{"use strict";function $s(e,t,n,r,i){let s=r===1/0?1/0:Date.now()+r,c=l=>{let f=Atomics.load(e,t);if(f>=n){i(null,"ok");return}if(l!==void 0&&f!==l){i(null,"not-equal");return}if(s!==1/0&&Date.now()>s){i(null,"timed-out");return}let h=s===1/0?1e4:Math.min(1e4,Math.max(1,s-Date.now())),d=Atomics.waitAsync(e,t,f,h);d.async?d.value.then(a=>{if(a==="ok"){let m=Atomics.load(e,t);i(null,m>=n?"ok":"not-equal");return}c(f)}):setImmediate(i,null,"not-equal")};c()}function Ds(e,t,n,r,i){let s=r===1/0?1/0:Date.now()+r,c=()=>{if(Atomics.load(e,t)!==n){i(null,"ok");return}if(s!==1/0&&Date.now()>s){i(null,"timed-out");return}let f=s===1/0?1e4:Math.min(1e4,Math.max(1,s-Date.now())),h=Atomics.waitAsync(e,t,n,f);h.async?h.value.then(d=>{if(d==="ok"){i(null,"ok");return}c()}):setImmediate(c)};c()}On.exports={wait:$s,waitDiff:Ds}});var An=O((du,vn)=>{"use strict";vn.exports={WRITE_INDEX:4,READ_INDEX:8,SEQ_INDEX:2}});var Rn=O((yu,Dn)=>{"use strict";var{version:Rs}=En(),{EventEmitter:qs}=require("events"),{Worker:Fs}=require("worker_threads"),{join:Ws}=require("path"),{pathToFileURL:Ms}=require("url"),{wait:zs}=xn(),{WRITE_INDEX:F,READ_INDEX:W,SEQ_INDEX:Je}=An(),Vs=require("buffer"),Ks=require("assert"),u=Symbol("kImpl"),Us=Vs.constants.MAX_STRING_LENGTH;function Ln(){}function Ye(e,t){Atomics.add(e[u].state,Je,1),t(),Atomics.add(e[u].state,Je,1),Atomics.notify(e[u].state,Je)}function Tn(e){Ye(e,()=>{Atomics.store(e[u].state,W,0),Atomics.store(e[u].state,F,0)}),Atomics.notify(e[u].state,W)}var Y=class{constructor(t){this._value=t}deref(){return this._value}},ge=class{register(){}unregister(){}},Js=process.env.NODE_V8_COVERAGE?ge:global.FinalizationRegistry||ge,Hs=process.env.NODE_V8_COVERAGE?Y:global.WeakRef||Y,kn=new Js(e=>{e.exited||e.terminate()});function Gs(e,t){let{filename:n,workerData:r}=t,s=("__bundlerPathsOverrides"in globalThis?globalThis.__bundlerPathsOverrides:{})["thread-stream-worker"]||Ws(__dirname,"lib","worker.js"),c=new Fs(s,{...t.workerOpts,name:t.workerOpts?.name||"thread-stream",trackUnmanagedFds:!1,workerData:{filename:n.indexOf("file://")===0?n:Ms(n).href,dataBuf:e[u].dataBuf,stateBuf:e[u].stateBuf,workerData:{$context:{threadStreamVersion:Rs},...r}}});return c.stream=new Y(e),c.on("message",Xs),c.on("exit",jn),kn.register(e,c),c}function Cn(e){Ks(!e[u].sync),e[u].needDrain&&(e[u].needDrain=!1,e.emit("drain"))}function In(e){for(;;){let t=Atomics.load(e[u].state,F);if(e.destroyed||t<0)return;let n=e[u].data.length-t;if(n>0){if(e[u].bufLen===0){e[u].flushing=!1,e[u].ending?Qe(e):e[u].needDrain&&process.nextTick(Cn,e);return}Nn(e,n,Ln);continue}if(n===0){if(t===0&&e[u].bufLen===0)return;me(e,()=>{e.destroyed||(Tn(e),In(e))});return}P(e,new Error("overwritten"));return}}function Xs(e){let t=this.stream.deref();if(t===void 0){this.exited=!0,this.terminate();return}if(e?.code!=null)switch(e.code){case"READY":t[u].ending||(this.stream=new Hs(t)),me(t,()=>{t[u].ready=!0,t.emit("ready")});break;case"ERROR":P(t,e.err);break;case"EVENT":Array.isArray(e.args)?t.emit(e.name,...e.args):t.emit(e.name,e.args);break;case"FLUSHED":{if(e.context!=="thread-stream"){P(t,new Error("this should not happen: "+e.code));break}let n=t[u].flushCallbacks.get(e.id);n&&(t[u].flushCallbacks.delete(e.id),process.nextTick(n));break}case"WARNING":process.emitWarning(e.err);break;default:P(t,new Error("this should not happen: "+e.code))}}function jn(e){let t=this.stream.deref();t!==void 0&&(kn.unregister(t),t.worker.exited=!0,t.worker.off("exit",jn),P(t,e!==0?new Error("the worker thread exited"):null))}var Ge=class extends qs{constructor(t={}){if(super(),t.bufferSize<4)throw new Error("bufferSize must at least fit a 4-byte utf-8 char");this[u]={},this[u].stateBuf=new SharedArrayBuffer(128),this[u].state=new Int32Array(this[u].stateBuf),this[u].dataBuf=new SharedArrayBuffer(t.bufferSize||4*1024*1024),this[u].data=Buffer.from(this[u].dataBuf),this[u].sync=t.sync||!1,this[u].ending=!1,this[u].ended=!1,this[u].needDrain=!1,this[u].destroyed=!1,this[u].flushing=!1,this[u].ready=!1,this[u].finished=!1,this[u].errored=null,this[u].closed=!1,this[u].buf=[],this[u].bufHead=0,this[u].bufLen=0,this[u].flushCallbacks=new Map,this[u].nextFlushId=0,this[u].flushRetainCount=0,this[u].userRef=!0,this.worker=Gs(this,t),this.on("message",(n,r)=>{this.worker.postMessage(n,r)})}write(t){let n=Buffer.isBuffer(t)?t:Buffer.from(t);if(this[u].destroyed)return Xe(this,new Error("the worker has exited")),!1;if(this[u].ending)return Xe(this,new Error("the worker is ending")),!1;if(this[u].flushing&&this[u].bufLen+n.length>=Us)try{He(this),this[u].flushing=!0}catch(r){return P(this,r),!1}if(this[u].buf.push(n),this[u].bufLen+=n.length,this[u].sync)try{return He(this),!0}catch(r){return P(this,r),!1}return this[u].flushing||(this[u].flushing=!0,setImmediate(In,this)),this[u].needDrain=this[u].data.length-this[u].bufLen-Atomics.load(this[u].state,F)<=0,!this[u].needDrain}end(){this[u].destroyed||(this[u].ending=!0,this.worker.stream=new Y(this),Qe(this))}flush(t){let n=typeof t=="function"?t:null;t=n||Ln,n&&Ys(this);let r=!1,i=s=>{r||(r=!0,n&&Qs(this),t(s))};Bn(this,s=>{if(s){process.nextTick(i,s);return}Pn(this,i)})}flushSync(){this[u].destroyed||(He(this),$n(this))}unref(){this[u].userRef=!1,this[u].flushRetainCount===0&&this.worker.unref()}ref(){this[u].userRef=!0,this.worker.ref()}get ready(){return this[u].ready}get destroyed(){return this[u].destroyed}get closed(){return this[u].closed}get writable(){return!this[u].destroyed&&!this[u].ending}get writableEnded(){return this[u].ending}get writableFinished(){return this[u].finished}get writableNeedDrain(){return this[u].needDrain}get writableObjectMode(){return!1}get writableErrored(){return this[u].errored}};function Bn(e,t){if(e[u].destroyed){process.nextTick(t,new Error("the worker has exited"));return}if(!e[u].sync&&(e[u].flushing||e[u].bufLen>0)){setImmediate(Bn,e,t);return}me(e,t)}function me(e,t){let n=Atomics.load(e[u].state,F);zs(e[u].state,W,n,1/0,(r,i)=>{if(r){P(e,r),t(r);return}if(i!=="ok"){me(e,t);return}t()})}function Ys(e){e[u].flushRetainCount===0&&e.worker.ref(),e[u].flushRetainCount++}function Qs(e){e[u].flushRetainCount!==0&&(e[u].flushRetainCount--,e[u].flushRetainCount===0&&!e[u].userRef&&e.worker.unref())}function Pn(e,t){if(e[u].destroyed){process.nextTick(t,new Error("the worker has exited"));return}if(!e[u].ready){let r=()=>{s(),Pn(e,t)},i=()=>{s(),process.nextTick(t,new Error("the worker has exited"))},s=()=>{e.off("ready",r),e.off("close",i)};e.once("ready",r),e.once("close",i);return}let n=++e[u].nextFlushId;e[u].flushCallbacks.set(n,t);try{e.worker.postMessage({code:"FLUSH",context:"thread-stream",id:n})}catch(r){e[u].flushCallbacks.delete(n),P(e,r),process.nextTick(t,r)}}function Zs(e,t){let n=e[u].flushCallbacks;if(n.size===0)return;let r=t||new Error("the worker has exited");for(let i of n.values())process.nextTick(i,r);n.clear()}function Xe(e,t){setImmediate(()=>{e.emit("error",t)})}function P(e,t){e[u].destroyed||(e[u].destroyed=!0,Zs(e,t),t&&(e[u].errored=t,Xe(e,t)),e.worker.exited?setImmediate(()=>{e[u].closed=!0,e.emit("close")}):e.worker.terminate().catch(()=>{}).then(()=>{e[u].closed=!0,e.emit("close")}))}function Nn(e,t,n){let i=Atomics.load(e[u].state,F),s=t;for(;s>0&&e[u].bufLen!==0;){let c=e[u].bufHead,l=e[u].buf[c];if(l.length<=s){l.copy(e[u].data,i),i+=l.length,s-=l.length,e[u].bufLen-=l.length,e[u].bufHead=c+1,e[u].bufHead===e[u].buf.length?(e[u].buf.length=0,e[u].bufHead=0):e[u].bufHead>=1024&&e[u].bufHead*2>=e[u].buf.length&&(e[u].buf.splice(0,e[u].bufHead),e[u].bufHead=0);continue}l.copy(e[u].data,i,0,s),e[u].buf[c]=l.subarray(s),e[u].bufLen-=s,i+=s,s=0}return Ye(e,()=>{Atomics.store(e[u].state,F,i)}),n(),!0}function Qe(e){if(!(e[u].ended||!e[u].ending||e[u].flushing)){e[u].ended=!0;try{e.flushSync();let t=Atomics.load(e[u].state,W);Ye(e,()=>{Atomics.store(e[u].state,F,-1)});let n=0;for(;t!==-1;){if(Atomics.wait(e[u].state,W,t,1e3),t=Atomics.load(e[u].state,W),t===-2){P(e,new Error("end() failed"));return}if(++n===10){P(e,new Error("end() took too long (10s)"));return}}process.nextTick(()=>{e[u].finished=!0,e.emit("finish")})}catch(t){P(e,t)}}}function He(e){let t=()=>{e[u].ending?Qe(e):e[u].needDrain&&process.nextTick(Cn,e)};for(e[u].flushing=!1;e[u].bufLen!==0;){let n=Atomics.load(e[u].state,F);if(n<0)throw new Error("_writeSync failed");let r=e[u].data.length-n;if(r===0){$n(e),Tn(e);continue}else if(r<0)throw new Error("overwritten");Nn(e,r,t)}}function $n(e){if(e[u].flushing)throw new Error("unable to flush while flushing");let t=Atomics.load(e[u].state,F),n=0;for(;;){let r=Atomics.load(e[u].state,W);if(r===-2)throw Error("_flushSync failed");if(r!==t)Atomics.wait(e[u].state,W,r,1e3);else break;if(++n===10)throw new Error("_flushSync took too long (10s)")}}Dn.exports=Ge});var tt=O((gu,Wn)=>{"use strict";var{createRequire:eo}=require("module"),{existsSync:to}=require("node:fs"),no=Re(),{join:Ze,isAbsolute:Fn,sep:ro}=require("node:path"),{fileURLToPath:io}=require("node:url"),so=ze(),et=Ue(),oo=Rn(),{transportUsesMultistreamSym:fo}=V();function lo(e){et.register(e,yo),et.registerBeforeExit(e,go),e.on("close",function(){et.unregister(e)})}function uo(){let e=process.execArgv;for(let t=0;t<e.length;t++){let n=e[t];if(n==="--import"||n==="--require"||n==="-r"||n.startsWith("--import=")||n.startsWith("--require=")||n.startsWith("-r="))return!0}return!1}function co(e){let t=e.match(/(?:[^\\s"\']+|"[^"]*"|\'[^\']*\')+/g);if(!t)return e;let n=[],r=!1;for(let i=0;i<t.length;i++){let s=t[i];if(s==="--require"||s==="-r"||s==="--import"){let c=t[i+1];if(c&&qn(c)){r=!0,i++;continue}n.push(s),c&&(n.push(c),i++);continue}if(s.startsWith("--require=")||s.startsWith("-r=")||s.startsWith("--import=")){let c=s.slice(s.indexOf("=")+1);if(qn(c)){r=!0;continue}}n.push(s)}return r?n.join(" "):e}function qn(e){let t=ao(e);if(!t)return!1;let n=t;if(n.startsWith("file://"))try{n=io(n)}catch{return!1}return Fn(n)&&!to(n)}function ao(e){let t=e[0],n=e[e.length-1];return t===\'"\'&&n===\'"\'||t==="\'"&&n==="\'"?e.slice(1,-1):e}function ho(e,t,n,r,i){if(!n.execArgv&&uo()&&require.main===void 0&&(n={...n,execArgv:[]}),!n.env&&process.env.NODE_OPTIONS){let f=co(process.env.NODE_OPTIONS);f!==process.env.NODE_OPTIONS&&(n={...n,env:{...process.env,NODE_OPTIONS:f}})}n={...n,name:i};let s=new oo({filename:e,workerData:t,workerOpts:n,sync:r});s.on("ready",c),s.on("close",function(){process.removeListener("exit",l)}),process.on("exit",l);function c(){process.removeListener("exit",l),s.unref(),n.autoEnd!==!1&&lo(s)}function l(){s.closed||(s.flushSync(),so(100),s.end())}return s}function yo(e){e.ref(),e.flushSync(),e.end(),e.once("close",function(){e.unref()})}function go(e){e.flushSync()}function mo(e){let{pipeline:t,targets:n,levels:r,dedupe:i,worker:s={},caller:c=no(),sync:l=!1}=e,f={...e.options},h=!1,d=typeof c=="string"?[c]:c,a=typeof globalThis=="object"&&Object.prototype.hasOwnProperty.call(globalThis,"__bundlerPathsOverrides")&&globalThis.__bundlerPathsOverrides&&typeof globalThis.__bundlerPathsOverrides=="object"?globalThis.__bundlerPathsOverrides:Object.create(null),m=e.target;if(m&&n)throw new Error("only one of target or targets can be specified");if(n){m=a["pino-worker"]||Ze(__dirname,"worker.js"),f.targets=n.filter(b=>b.target).map(b=>({...b,target:p(b.target)})),f.pipelines=n.filter(b=>b.pipeline).map(b=>b.pipeline.map(w=>({...w,level:b.level,target:p(w.target)})));let y=f.targets.some(b=>b.level!=null),S=f.pipelines.some(b=>b.some(w=>w.level!=null));h=f.targets.length+f.pipelines.length>1||y||S}else t&&(m=a["pino-worker"]||Ze(__dirname,"worker.js"),f.pipelines=[t.map(y=>({...y,target:p(y.target)}))]);r&&(f.levels=r),i&&(f.dedupe=i),f.pinoWillSendConfig=!0;let g=n||t?"pino.transport":m,o=ho(p(m),f,s,l,g);return h&&(o[fo]=!0),o;function p(y){if(y=a[y]||y,Fn(y)||y.indexOf("file://")===0)return y;if(y==="pino/file")return Ze(__dirname,"..","file.js");let S;for(let b of d)try{let w=b==="node:repl"?process.cwd()+ro:b;S=eo(w).resolve(y);break}catch{continue}if(!S)throw new Error(`unable to determine transport target for "${y}"`);return S}}Wn.exports=mo});var Se=O((mu,er)=>{"use strict";var po=require("node:diagnostics_channel"),Mn=ln(),{mapHttpRequest:bo,mapHttpResponse:wo}=De(),nt=mn(),zn=Ue(),{lsCacheSym:So,chindingsSym:Hn,writeSym:Vn,serializersSym:Gn,formatOptsSym:Kn,endSym:_o,stringifiersSym:Xn,stringifySym:Yn,stringifySafeSym:rt,wildcardFirstSym:Qn,nestedKeySym:Eo,formattersSym:Zn,messageKeySym:Oo,errorKeySym:xo,nestedKeyStrSym:vo,msgPrefixSym:pe}=V(),{isMainThread:Ao}=require("worker_threads"),Lo=tt(),[To]=process.versions.node.split(".").map(e=>Number(e)),Un=po.tracingChannel("pino_asJson"),be=To>=25?e=>JSON.stringify(e):Co;function Q(){}function ko(e,t){if(!t)return n;return function(...i){t.call(this,i,n,e)};function n(r,...i){if(typeof r=="object"){let s=r;r!==null&&(r.method&&r.headers&&r.socket?r=bo(r):typeof r.setHeader=="function"&&(r=wo(r)));let c;s===null&&i.length===0?c=[null]:(s=i.shift(),c=i),typeof this[pe]=="string"&&s!==void 0&&s!==null&&(s=this[pe]+s),this[Vn](r,Mn(s,c,this[Kn]),e)}else{let s=r===void 0?i.shift():r;typeof this[pe]=="string"&&s!==void 0&&s!==null&&(s=this[pe]+s),this[Vn](null,Mn(s,i,this[Kn]),e)}}}function Co(e){let t="",n=0,r=!1,i=255,s=e.length;if(s>100)return JSON.stringify(e);for(var c=0;c<s&&i>=32;c++)i=e.charCodeAt(c),(i===34||i===92)&&(t+=e.slice(n,c)+"\\\\",n=c,r=!0);return r?t+=e.slice(n):t=e,i<32?JSON.stringify(e):\'"\'+t+\'"\'}function Io(e,t,n,r){if(Un.hasSubscribers===!1)return Jn.call(this,e,t,n,r);let i={instance:this,arguments};return Un.traceSync(Jn,i,this,e,t,n,r)}function Jn(e,t,n,r){let i=this[Yn],s=this[rt],c=this[Xn],l=this[_o],f=this[Hn],h=this[Gn],d=this[Zn],a=this[Oo],m=this[xo],g=this[So][n]+r;g=g+f;let o;d.log&&(e=d.log(e));let p=c[Qn],y="";for(let b in e)if(o=e[b],Object.prototype.hasOwnProperty.call(e,b)&&o!==void 0){h[b]?o=h[b](o):b===m&&h.err&&(o=h.err(o));let w=c[b]||p;switch(typeof o){case"undefined":case"function":continue;case"number":Number.isFinite(o)===!1&&(o=null);case"boolean":w&&(o=w(o));break;case"string":o=(w||be)(o);break;default:o=(w||i)(o,s)}if(o===void 0)continue;let _=be(b);y+=","+_+":"+o}let S="";if(t!==void 0){o=h[a]?h[a](t):t;let b=c[a]||p;switch(typeof o){case"function":break;case"number":Number.isFinite(o)===!1&&(o=null);case"boolean":b&&(o=b(o)),S=\',"\'+a+\'":\'+o;break;case"string":o=(b||be)(o),S=\',"\'+a+\'":\'+o;break;default:o=(b||i)(o,s),S=\',"\'+a+\'":\'+o}}return this[Eo]&&y?g+this[vo]+y.slice(1)+"}"+S+l:g+y+S+l}function jo(e,t){let n,r=e[Hn],i=e[Yn],s=e[rt],c=e[Xn],l=c[Qn],f=e[Gn],h=e[Zn].bindings;t=h(t);for(let d in t)if(n=t[d],((d.length<5||d!=="level"&&d!=="serializers"&&d!=="formatters"&&d!=="customLevels")&&t.hasOwnProperty(d)&&n!==void 0)===!0){if(n=f[d]?f[d](n):n,n=(c[d]||l||i)(n,s),n===void 0)continue;r+=","+be(d)+":"+n}return r}function Bo(e){return e.write!==e.constructor.prototype.write}function we(e){let t=new nt(e);return t.on("error",n),!e.sync&&Ao&&(zn.register(t,Po),t.on("close",function(){zn.unregister(t)})),t;function n(r){if(r.code==="EPIPE"){t.write=Q,t.end=Q,t.flushSync=Q,t.destroy=Q;return}t.removeListener("error",n),t.emit("error",r)}}function Po(e,t){e.destroyed||(t==="beforeExit"?(e.flush(),e.on("drain",function(){e.end()})):e.flushSync())}function No(e){return function(n,r,i={},s){if(typeof i=="string")s=we({dest:i}),i={};else if(typeof s=="string"){if(i&&i.transport)throw Error("only one of option.transport or stream can be specified");s=we({dest:s})}else if(i instanceof nt||i.writable||i._writableState)s=i,i={};else if(i.transport){if(i.transport instanceof nt||i.transport.writable||i.transport._writableState)throw Error("option.transport do not allow stream, please pass to option directly. e.g. pino(transport)");if(i.transport.targets&&i.transport.targets.length&&i.formatters&&typeof i.formatters.level=="function")throw Error("option.transport.targets do not allow custom level formatters");let f;i.customLevels&&(f=i.useOnlyCustomLevels?i.customLevels:Object.assign({},i.levels,i.customLevels)),s=Lo({caller:r,...i.transport,levels:f})}if(i=Object.assign({},e,i),i.serializers=Object.assign(Object.create(null),e.serializers,i.serializers),i.formatters=Object.assign({},e.formatters,i.formatters),i.prettyPrint)throw new Error("prettyPrint option is no longer supported, see the pino-pretty package (https://github.com/pinojs/pino-pretty)");let{enabled:c,onChild:l}=i;return c===!1&&(i.level="silent"),l||(i.onChild=Q),s||(Bo(process.stdout)?s=process.stdout:s=we({fd:process.stdout.fd||1})),{opts:i,stream:s}}}function $o(e,t){try{return JSON.stringify(e)}catch{try{return(t||this[rt])(e)}catch{return\'"[unable to serialize, circular reference is too complex to analyze]"\'}}}function Do(e,t,n){return{level:e,bindings:t,log:n}}function Ro(e){let t=Number(e);return typeof e=="string"&&Number.isFinite(t)?t:e===void 0?1:e}er.exports={noop:Q,buildSafeSonicBoom:we,asChindings:jo,asJson:Io,genLog:ko,createArgsNormalizer:No,stringify:$o,buildFormatters:Do,normalizeDestFileDescriptor:Ro}});var _e=O((pu,tr)=>{var qo={trace:10,debug:20,info:30,warn:40,error:50,fatal:60},Fo={ASC:"ASC",DESC:"DESC"};tr.exports={DEFAULT_LEVELS:qo,SORTING_ORDER:Fo}});var ot=O((bu,sr)=>{"use strict";var{lsCacheSym:Wo,levelValSym:it,useOnlyCustomLevelsSym:Mo,streamSym:zo,formattersSym:Vo,hooksSym:Ko,levelCompSym:nr}=V(),{noop:Uo,genLog:K}=Se(),{DEFAULT_LEVELS:R,SORTING_ORDER:rr}=_e(),ir={fatal:e=>{let t=K(R.fatal,e);return function(...n){let r=this[zo];if(t.call(this,...n),typeof r.flushSync=="function")try{r.flushSync()}catch{}}},error:e=>K(R.error,e),warn:e=>K(R.warn,e),info:e=>K(R.info,e),debug:e=>K(R.debug,e),trace:e=>K(R.trace,e)},st=Object.keys(R).reduce((e,t)=>(e[R[t]]=t,e),{}),Jo=Object.keys(st).reduce((e,t)=>(e[t]=\'{"level":\'+Number(t),e),{});function Ho(e){let t=e[Vo].level,{labels:n}=e.levels,r={};for(let i in n){let s=t(n[i],Number(i));r[i]=JSON.stringify(s).slice(0,-1)}return e[Wo]=r,e}function Go(e,t){if(t)return!1;switch(e){case"fatal":case"error":case"warn":case"info":case"debug":case"trace":return!0;default:return!1}}function Xo(e){let{labels:t,values:n}=this.levels;if(typeof e=="number"){if(t[e]===void 0)throw Error("unknown level value"+e);e=t[e]}if(n[e]===void 0)throw Error("unknown level "+e);let r=this[it],i=this[it]=n[e],s=this[Mo],c=this[nr],l=this[Ko].logMethod;for(let f in n){if(c(n[f],i)===!1){this[f]=Uo;continue}this[f]=Go(f,s)?ir[f](l):K(n[f],l)}this.emit("level-change",e,i,t[r],r,this)}function Yo(e){let{levels:t,levelVal:n}=this;return t&&t.labels?t.labels[n]:""}function Qo(e){let{values:t}=this.levels,n=t[e];return n!==void 0&&this[nr](n,this[it])}function Zo(e,t,n){return e===rr.DESC?t<=n:t>=n}function ef(e){return typeof e=="string"?Zo.bind(null,e):e}function tf(e=null,t=!1){let n=e?Object.keys(e).reduce((s,c)=>(s[e[c]]=c,s),{}):null,r=Object.assign(Object.create(Object.prototype,{Infinity:{value:"silent"}}),t?null:st,n),i=Object.assign(Object.create(Object.prototype,{silent:{value:1/0}}),t?null:R,e);return{labels:r,values:i}}function nf(e,t,n){if(typeof e=="number"){if(![].concat(Object.keys(t||{}).map(s=>t[s]),n?[]:Object.keys(st).map(s=>+s),1/0).includes(e))throw Error(`default level:${e} must be included in custom levels`);return}let r=Object.assign(Object.create(Object.prototype,{silent:{value:1/0}}),n?null:R,t);if(!(e in r))throw Error(`default level:${e} must be included in custom levels`)}function rf(e,t){let{labels:n,values:r}=e;for(let i in t){if(i in r)throw Error("levels cannot be overridden");if(t[i]in n)throw Error("pre-existing level values cannot be used for new levels")}}function sf(e){if(typeof e!="function"&&!(typeof e=="string"&&Object.values(rr).includes(e)))throw new Error(\'Levels comparison should be one of "ASC", "DESC" or "function" type\')}sr.exports={initialLsCache:Jo,genLsCache:Ho,levelMethods:ir,getLevel:Yo,setLevel:Xo,isLevelEnabled:Qo,mappings:tf,assertNoLevelCollisions:rf,assertDefaultLevelFound:nf,genLevelComparison:ef,assertLevelComparison:sf}});var ft=O((wu,or)=>{"use strict";or.exports={version:"10.4.0"}});var yr=O((_u,dr)=>{"use strict";var{EventEmitter:of}=require("node:events"),{lsCacheSym:ff,levelValSym:lf,setLevelSym:ut,getLevelSym:fr,chindingsSym:Oe,mixinSym:uf,asJsonSym:ur,writeSym:cf,mixinMergeStrategySym:af,timeSym:hf,timeSliceIndexSym:df,streamSym:cr,serializersSym:U,formattersSym:ne,errorKeySym:yf,messageKeySym:gf,useOnlyCustomLevelsSym:mf,needsMetadataGsym:pf,redactFmtSym:bf,stringifySym:wf,formatOptsSym:Sf,stringifiersSym:_f,msgPrefixSym:ct,hooksSym:Ef}=V(),{getLevel:Of,setLevel:xf,isLevelEnabled:vf,mappings:Af,initialLsCache:Lf,genLsCache:Tf,assertNoLevelCollisions:kf}=ot(),{asChindings:at,asJson:Cf,buildFormatters:lt,stringify:lr,noop:ar}=Se(),{version:If}=ft(),jf=We(),Bf=class{},hr={constructor:Bf,child:Pf,bindings:Nf,setBindings:$f,flush:qf,isLevelEnabled:vf,version:If,get level(){return this[fr]()},set level(e){this[ut](e)},get levelVal(){return this[lf]},set levelVal(e){throw Error("levelVal is read-only")},get msgPrefix(){return this[ct]},get[Symbol.toStringTag](){return"Pino"},[ff]:Lf,[cf]:Rf,[ur]:Cf,[fr]:Of,[ut]:xf};Object.setPrototypeOf(hr,of.prototype);dr.exports=function(){return Object.create(hr)};var Ee=e=>e;function Pf(e,t){if(!e)throw Error("missing bindings for child Pino");let n=this[U],r=this[ne],i=Object.create(this);if(t==null)return i[ne].bindings!==Ee&&(i[ne]=lt(r.level,Ee,r.log)),i[Oe]=at(i,e),this.onChild!==ar&&this.onChild(i),i;if(t.hasOwnProperty("serializers")===!0){i[U]=Object.create(null);for(let h in n)i[U][h]=n[h];let l=Object.getOwnPropertySymbols(n);for(var s=0;s<l.length;s++){let h=l[s];i[U][h]=n[h]}for(let h in t.serializers)i[U][h]=t.serializers[h];let f=Object.getOwnPropertySymbols(t.serializers);for(var c=0;c<f.length;c++){let h=f[c];i[U][h]=t.serializers[h]}}else i[U]=n;if(t.hasOwnProperty("formatters")){let{level:l,bindings:f,log:h}=t.formatters;i[ne]=lt(l||r.level,f||Ee,h||r.log)}else i[ne]=lt(r.level,Ee,r.log);if(t.hasOwnProperty("customLevels")===!0&&(kf(this.levels,t.customLevels),i.levels=Af(t.customLevels,i[mf]),Tf(i)),typeof t.redact=="object"&&t.redact!==null||Array.isArray(t.redact)){i.redact=t.redact;let l=jf(i.redact,lr),f={stringify:l[bf]};i[wf]=lr,i[_f]=l,i[Sf]=f}if(typeof t.msgPrefix=="string"&&(i[ct]=(this[ct]||"")+t.msgPrefix),i[Oe]=at(i,e),t.level!==void 0&&t.level!==this.level||t.hasOwnProperty("customLevels")){let l=t.level||this.level;i[ut](l)}return this.onChild(i),i}function Nf(){let t=`{${this[Oe].substr(1)}}`,n=JSON.parse(t);return delete n.pid,delete n.hostname,n}function $f(e){let t=at(this,e);this[Oe]=t}function Df(e,t){return Object.assign(t,e)}function Rf(e,t,n){let r=this[hf](),i=this[uf],s=this[yf],c=this[gf],l=this[af]||Df,f,h=this[Ef].streamWrite;e==null?f={}:e instanceof Error?(f={[s]:e},t===void 0&&(t=e.message)):(f=e,t===void 0&&e[c]===void 0&&e[s]&&(t=e[s].message)),i&&(f=l(f,i(f,n,this)));let d=this[ur](f,t,n,r),a=this[cr];a[pf]===!0&&(a.lastLevel=n,a.lastObj=f,a.lastMsg=t,a.lastTime=r.slice(this[df]),a.lastLogger=this),a.write(h?h(d):d)}function qf(e){if(e!=null&&typeof e!="function")throw Error("callback must be a function");let t=this[cr];typeof t.flush=="function"?t.flush(e||ar):e&&e()}});var br=O((gt,pr)=>{"use strict";var{hasOwnProperty:re}=Object.prototype,H=yt();H.configure=yt;H.stringify=H;H.default=H;gt.stringify=H;gt.configure=yt;pr.exports=H;var Ff=/[\\u0000-\\u001f\\u0022\\u005c\\ud800-\\udfff]/;function M(e){return e.length<5e3&&!Ff.test(e)?`"${e}"`:JSON.stringify(e)}function ht(e,t){if(e.length>200||t)return e.sort(t);for(let n=1;n<e.length;n++){let r=e[n],i=n;for(;i!==0&&e[i-1]>r;)e[i]=e[i-1],i--;e[i]=r}return e}var Wf=Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Object.getPrototypeOf(new Int8Array)),Symbol.toStringTag).get;function dt(e){return Wf.call(e)!==void 0&&e.length!==0}function gr(e,t,n){e.length<n&&(n=e.length);let r=t===","?"":" ",i=`"0":${r}${e[0]}`;for(let s=1;s<n;s++)i+=`${t}"${s}":${r}${e[s]}`;return i}function Mf(e){if(re.call(e,"circularValue")){let t=e.circularValue;if(typeof t=="string")return`"${t}"`;if(t==null)return t;if(t===Error||t===TypeError)return{toString(){throw new TypeError("Converting circular structure to JSON")}};throw new TypeError(\'The "circularValue" argument must be of type string or the value null or undefined\')}return\'"[Circular]"\'}function zf(e){let t;if(re.call(e,"deterministic")&&(t=e.deterministic,typeof t!="boolean"&&typeof t!="function"))throw new TypeError(\'The "deterministic" argument must be of type boolean or comparator function\');return t===void 0?!0:t}function Vf(e,t){let n;if(re.call(e,t)&&(n=e[t],typeof n!="boolean"))throw new TypeError(`The "${t}" argument must be of type boolean`);return n===void 0?!0:n}function mr(e,t){let n;if(re.call(e,t)){if(n=e[t],typeof n!="number")throw new TypeError(`The "${t}" argument must be of type number`);if(!Number.isInteger(n))throw new TypeError(`The "${t}" argument must be an integer`);if(n<1)throw new RangeError(`The "${t}" argument must be >= 1`)}return n===void 0?1/0:n}function J(e){return e===1?"1 item":`${e} items`}function Kf(e){let t=new Set;for(let n of e)(typeof n=="string"||typeof n=="number")&&t.add(String(n));return t}function Uf(e){if(re.call(e,"strict")){let t=e.strict;if(typeof t!="boolean")throw new TypeError(\'The "strict" argument must be of type boolean\');if(t)return n=>{let r=`Object can not safely be stringified. Received type ${typeof n}`;throw typeof n!="function"&&(r+=` (${n.toString()})`),new Error(r)}}}function yt(e){e={...e};let t=Uf(e);t&&(e.bigint===void 0&&(e.bigint=!1),"circularValue"in e||(e.circularValue=Error));let n=Mf(e),r=Vf(e,"bigint"),i=zf(e),s=typeof i=="function"?i:void 0,c=mr(e,"maximumDepth"),l=mr(e,"maximumBreadth");function f(g,o,p,y,S,b){let w=o[g];switch(typeof w=="object"&&w!==null&&typeof w.toJSON=="function"&&(w=w.toJSON(g)),w=y.call(o,g,w),typeof w){case"string":return M(w);case"object":{if(w===null)return"null";if(p.indexOf(w)!==-1)return n;let _="",v=",",T=b;if(Array.isArray(w)){if(w.length===0)return"[]";if(c<p.length+1)return\'"[Array]"\';p.push(w),S!==""&&(b+=S,_+=`\n${b}`,v=`,\n${b}`);let C=Math.min(w.length,l),j=0;for(;j<C-1;j++){let z=f(String(j),w,p,y,S,b);_+=z!==void 0?z:"null",_+=v}let B=f(String(j),w,p,y,S,b);if(_+=B!==void 0?B:"null",w.length-1>l){let z=w.length-l-1;_+=`${v}"... ${J(z)} not stringified"`}return S!==""&&(_+=`\n${T}`),p.pop(),`[${_}]`}let x=Object.keys(w),L=x.length;if(L===0)return"{}";if(c<p.length+1)return\'"[Object]"\';let E="",k="";S!==""&&(b+=S,v=`,\n${b}`,E=" ");let I=Math.min(L,l);i&&!dt(w)&&(x=ht(x,s)),p.push(w);for(let C=0;C<I;C++){let j=x[C],B=f(j,w,p,y,S,b);B!==void 0&&(_+=`${k}${M(j)}:${E}${B}`,k=v)}if(L>l){let C=L-l;_+=`${k}"...":${E}"${J(C)} not stringified"`,k=v}return S!==""&&k.length>1&&(_=`\n${b}${_}\n${T}`),p.pop(),`{${_}}`}case"number":return isFinite(w)?String(w):t?t(w):"null";case"boolean":return w===!0?"true":"false";case"undefined":return;case"bigint":if(r)return String(w);default:return t?t(w):void 0}}function h(g,o,p,y,S,b){switch(typeof o=="object"&&o!==null&&typeof o.toJSON=="function"&&(o=o.toJSON(g)),typeof o){case"string":return M(o);case"object":{if(o===null)return"null";if(p.indexOf(o)!==-1)return n;let w=b,_="",v=",";if(Array.isArray(o)){if(o.length===0)return"[]";if(c<p.length+1)return\'"[Array]"\';p.push(o),S!==""&&(b+=S,_+=`\n${b}`,v=`,\n${b}`);let L=Math.min(o.length,l),E=0;for(;E<L-1;E++){let I=h(String(E),o[E],p,y,S,b);_+=I!==void 0?I:"null",_+=v}let k=h(String(E),o[E],p,y,S,b);if(_+=k!==void 0?k:"null",o.length-1>l){let I=o.length-l-1;_+=`${v}"... ${J(I)} not stringified"`}return S!==""&&(_+=`\n${w}`),p.pop(),`[${_}]`}p.push(o);let T="";S!==""&&(b+=S,v=`,\n${b}`,T=" ");let x="";for(let L of y){let E=h(L,o[L],p,y,S,b);E!==void 0&&(_+=`${x}${M(L)}:${T}${E}`,x=v)}return S!==""&&x.length>1&&(_=`\n${b}${_}\n${w}`),p.pop(),`{${_}}`}case"number":return isFinite(o)?String(o):t?t(o):"null";case"boolean":return o===!0?"true":"false";case"undefined":return;case"bigint":if(r)return String(o);default:return t?t(o):void 0}}function d(g,o,p,y,S){switch(typeof o){case"string":return M(o);case"object":{if(o===null)return"null";if(typeof o.toJSON=="function"){if(o=o.toJSON(g),typeof o!="object")return d(g,o,p,y,S);if(o===null)return"null"}if(p.indexOf(o)!==-1)return n;let b=S;if(Array.isArray(o)){if(o.length===0)return"[]";if(c<p.length+1)return\'"[Array]"\';p.push(o),S+=y;let E=`\n${S}`,k=`,\n${S}`,I=Math.min(o.length,l),C=0;for(;C<I-1;C++){let B=d(String(C),o[C],p,y,S);E+=B!==void 0?B:"null",E+=k}let j=d(String(C),o[C],p,y,S);if(E+=j!==void 0?j:"null",o.length-1>l){let B=o.length-l-1;E+=`${k}"... ${J(B)} not stringified"`}return E+=`\n${b}`,p.pop(),`[${E}]`}let w=Object.keys(o),_=w.length;if(_===0)return"{}";if(c<p.length+1)return\'"[Object]"\';S+=y;let v=`,\n${S}`,T="",x="",L=Math.min(_,l);dt(o)&&(T+=gr(o,v,l),w=w.slice(o.length),L-=o.length,x=v),i&&(w=ht(w,s)),p.push(o);for(let E=0;E<L;E++){let k=w[E],I=d(k,o[k],p,y,S);I!==void 0&&(T+=`${x}${M(k)}: ${I}`,x=v)}if(_>l){let E=_-l;T+=`${x}"...": "${J(E)} not stringified"`,x=v}return x!==""&&(T=`\n${S}${T}\n${b}`),p.pop(),`{${T}}`}case"number":return isFinite(o)?String(o):t?t(o):"null";case"boolean":return o===!0?"true":"false";case"undefined":return;case"bigint":if(r)return String(o);default:return t?t(o):void 0}}function a(g,o,p){switch(typeof o){case"string":return M(o);case"object":{if(o===null)return"null";if(typeof o.toJSON=="function"){if(o=o.toJSON(g),typeof o!="object")return a(g,o,p);if(o===null)return"null"}if(p.indexOf(o)!==-1)return n;let y="",S=o.length!==void 0;if(S&&Array.isArray(o)){if(o.length===0)return"[]";if(c<p.length+1)return\'"[Array]"\';p.push(o);let T=Math.min(o.length,l),x=0;for(;x<T-1;x++){let E=a(String(x),o[x],p);y+=E!==void 0?E:"null",y+=","}let L=a(String(x),o[x],p);if(y+=L!==void 0?L:"null",o.length-1>l){let E=o.length-l-1;y+=`,"... ${J(E)} not stringified"`}return p.pop(),`[${y}]`}let b=Object.keys(o),w=b.length;if(w===0)return"{}";if(c<p.length+1)return\'"[Object]"\';let _="",v=Math.min(w,l);S&&dt(o)&&(y+=gr(o,",",l),b=b.slice(o.length),v-=o.length,_=","),i&&(b=ht(b,s)),p.push(o);for(let T=0;T<v;T++){let x=b[T],L=a(x,o[x],p);L!==void 0&&(y+=`${_}${M(x)}:${L}`,_=",")}if(w>l){let T=w-l;y+=`${_}"...":"${J(T)} not stringified"`}return p.pop(),`{${y}}`}case"number":return isFinite(o)?String(o):t?t(o):"null";case"boolean":return o===!0?"true":"false";case"undefined":return;case"bigint":if(r)return String(o);default:return t?t(o):void 0}}function m(g,o,p){if(arguments.length>1){let y="";if(typeof p=="number"?y=" ".repeat(Math.min(p,10)):typeof p=="string"&&(y=p.slice(0,10)),o!=null){if(typeof o=="function")return f("",{"":g},[],o,y,"");if(Array.isArray(o))return h("",g,[],Kf(o),y,"")}if(y.length!==0)return d("",g,[],y,"")}return a("",g,[])}return m}});var Er=O((Eu,_r)=>{"use strict";var mt=Symbol.for("pino.metadata"),{DEFAULT_LEVELS:Sr}=_e(),Jf=Sr.info;function Hf(e,t){e=e||[],t=t||{dedupe:!1};let n=Object.create(Sr);n.silent=1/0,t.levels&&typeof t.levels=="object"&&Object.keys(t.levels).forEach(a=>{n[a]=t.levels[a]});let r={write:i,add:l,remove:f,emit:s,flushSync:c,end:h,minLevel:0,lastId:0,streams:[],clone:d,[mt]:!0,streamLevels:n};return Array.isArray(e)?e.forEach(l,r):l.call(r,e),e=null,r;function i(a){let m,g=typeof this.lastLevel=="string"?(this.streamLevels||n)[this.lastLevel]:this.lastLevel,{streams:o}=this,p=0,y;for(let S=Gf(o.length,t.dedupe);Yf(S,o.length,t.dedupe);S=Xf(S,t.dedupe))if(m=o[S],m.level<=g){if(p!==0&&p!==m.level)break;if(y=m.stream,y[mt]){let{lastTime:b,lastMsg:w,lastObj:_,lastLogger:v}=this;y.lastLevel=g,y.lastTime=b,y.lastMsg=w,y.lastObj=_,y.lastLogger=v}y.write(a),t.dedupe&&(p=m.level)}else if(!t.dedupe)break}function s(...a){for(let{stream:m}of this.streams)typeof m.emit=="function"&&m.emit(...a)}function c(){for(let{stream:a}of this.streams)typeof a.flushSync=="function"&&a.flushSync()}function l(a){if(!a)return this;let m=typeof a.write=="function"||a.stream,g=a.write?a:a.stream;if(!m)throw Error("stream object needs to implement either StreamEntry or DestinationStream interface");let{streams:o,streamLevels:p}=this,y;typeof a.levelVal=="number"?y=a.levelVal:typeof a.level=="string"?y=p[a.level]:typeof a.level=="number"?y=a.level:y=Jf;let S={stream:g,level:y,levelVal:void 0,id:++r.lastId};return o.unshift(S),o.sort(wr),this.minLevel=o[0].level,this}function f(a){let{streams:m}=this,g=m.findIndex(o=>o.id===a);return g>=0&&(m.splice(g,1),m.sort(wr),this.minLevel=m.length>0?m[0].level:-1),this}function h(){for(let{stream:a}of this.streams)typeof a.flushSync=="function"&&a.flushSync(),a.end()}function d(a){let m=new Array(this.streams.length);for(let g=0;g<m.length;g++)m[g]={level:a,stream:this.streams[g].stream};return{write:i,add:l,remove:f,emit:s,flushSync:c,end:h,minLevel:a,streams:m,clone:d,[mt]:!0,streamLevels:n}}}function wr(e,t){return e.level-t.level}function Gf(e,t){return t?e-1:0}function Xf(e,t){return t?e-1:e+1}function Yf(e,t,n){return n?e>=0:e<t}_r.exports=Hf});var $r=O((Ou,N)=>{"use strict";var Qf=require("node:os"),Cr=De(),Zf=Re(),el=We(),Ir=on(),tl=yr(),jr=V(),{configure:nl}=br(),{assertDefaultLevelFound:rl,mappings:Br,genLsCache:il,genLevelComparison:sl,assertLevelComparison:ol}=ot(),{DEFAULT_LEVELS:Pr,SORTING_ORDER:fl}=_e(),{createArgsNormalizer:ll,asChindings:ul,buildSafeSonicBoom:Or,buildFormatters:cl,stringify:pt,normalizeDestFileDescriptor:xr,noop:al}=Se(),{version:hl}=ft(),{chindingsSym:vr,redactFmtSym:dl,serializersSym:Ar,timeSym:yl,timeSliceIndexSym:gl,streamSym:ml,stringifySym:Lr,stringifySafeSym:bt,stringifiersSym:Tr,setLevelSym:pl,endSym:bl,formatOptsSym:wl,messageKeySym:Sl,errorKeySym:_l,nestedKeySym:El,mixinSym:Ol,levelCompSym:xl,useOnlyCustomLevelsSym:vl,formattersSym:kr,hooksSym:Al,nestedKeyStrSym:Ll,mixinMergeStrategySym:Tl,msgPrefixSym:kl,transportUsesMultistreamSym:Cl}=jr,{epochTime:Nr,nullTime:Il}=Ir,{pid:jl}=process,Bl=Qf.hostname(),Pl=Cr.err,Nl={level:"info",levelComparison:fl.ASC,levels:Pr,messageKey:"msg",errorKey:"err",nestedKey:null,enabled:!0,base:{pid:jl,hostname:Bl},serializers:Object.assign(Object.create(null),{err:Pl}),formatters:Object.assign(Object.create(null),{bindings(e){return e},level(e,t){return{level:t}}}),hooks:{logMethod:void 0,streamWrite:void 0},timestamp:Nr,name:void 0,redact:null,customLevels:null,useOnlyCustomLevels:!1,depthLimit:5,edgeLimit:100},$l=ll(Nl),Dl=Object.assign(Object.create(null),Cr);function wt(...e){let t={},{opts:n,stream:r}=$l(t,Zf(),...e);n.level&&typeof n.level=="string"&&Pr[n.level.toLowerCase()]!==void 0&&(n.level=n.level.toLowerCase());let{redact:i,crlf:s,serializers:c,timestamp:l,messageKey:f,errorKey:h,nestedKey:d,base:a,name:m,level:g,customLevels:o,levelComparison:p,mixin:y,mixinMergeStrategy:S,useOnlyCustomLevels:b,formatters:w,hooks:_,depthLimit:v,edgeLimit:T,onChild:x,msgPrefix:L}=n,E=nl({maximumDepth:v,maximumBreadth:T}),k=cl(w.level,w.bindings,w.log),I=pt.bind({[bt]:E}),C=i?Object.assign(Object.create(null),el(i,I)):Object.create(null),j=i?{stringify:C[dl]}:{stringify:I},B="}"+(s?`\\r\n`:`\n`),z=ul.bind(null,{[vr]:"",[Ar]:c,[Tr]:C,[Lr]:pt,[bt]:E,[kr]:k}),ve="";a!==null&&(m===void 0?ve=z(a):ve=z(Object.assign({},a,{name:m})));let _t=l instanceof Function?l:l?Nr:Il,Fr=_t().indexOf(":")+1;if(b&&!o)throw Error("customLevels is required if useOnlyCustomLevels is set true");if(y&&typeof y!="function")throw Error(`Unknown mixin type "${typeof y}" - expected "function"`);if(L&&typeof L!="string")throw Error(`Unknown msgPrefix type "${typeof L}" - expected "string"`);rl(g,o,b);let Z=Br(o,b);if(r&&r[Cl]===!0){let ee=typeof g=="string"?g:void 0;(!ee||Z[ee]===void 0)&&(ee=Object.keys(Z)[0]);let Et=Z[ee],Ae=!1;try{let Le=w.level(ee,Et);Ae=Le&&typeof Le=="object"&&Le.level===Et}catch{Ae=!1}Ae||process.emitWarning(\'custom formatters.level detected with multiple transport targets/pipelines; ensure logs include a numeric "level" field or they may be dropped\',{code:"PINO_TRANSPORT_MULTI_TARGETS_LEVEL_FORMATTER"})}typeof r.emit=="function"&&r.emit("message",{code:"PINO_CONFIG",config:{levels:Z,messageKey:f,errorKey:h}}),ol(p);let Wr=sl(p);return Object.assign(t,{levels:Z,[xl]:Wr,[vl]:b,[ml]:r,[yl]:_t,[gl]:Fr,[Lr]:pt,[bt]:E,[Tr]:C,[bl]:B,[wl]:j,[Sl]:f,[_l]:h,[El]:d,[Ll]:d?`,${JSON.stringify(d)}:{`:"",[Ar]:c,[Ol]:y,[Tl]:S,[vr]:ve,[kr]:k,[Al]:_,silent:al,onChild:x,[kl]:L}),Object.setPrototypeOf(t,tl()),il(t),t[pl](g),t}N.exports=wt;N.exports.destination=(e=process.stdout.fd)=>typeof e=="object"?(e.dest=xr(e.dest||process.stdout.fd),Or(e)):Or({dest:xr(e),minLength:0});N.exports.transport=tt();N.exports.multistream=Er();N.exports.levels=Br();N.exports.stdSerializers=Dl;N.exports.stdTimeFunctions=Object.assign({},Ir);N.exports.symbols=jr;N.exports.version=hl;N.exports.default=wt;N.exports.pino=wt});var Jl={};Jr(Jl,{openLog:()=>Kl});module.exports=Gr(Jl);var G=require("node:fs"),St=Hr($r());function xe(e){return e instanceof Error?e.message:String(e)}var q=require("node:fs");var Rl=2,ql=200,Rr=5;function qr(e,t=Rl){let n=Dr(e),r=!1;return{write:i=>{try{n?.(i)}catch(s){n=r?null:Dr(t),r=!0;try{n?.(`proxysql-failover: the log goes to standard error from here on: ${xe(s)}\n${i}`)}catch{n=null}}}}}function Dr(e){let t=Fl(e),n=ql;return r=>{let i=Buffer.from(r);for(;i.length>0;)try{i=i.subarray((0,q.writeSync)(t,i))}catch(s){if(!Wl(s)||n<=0)throw s;n-=Rr,Ml()}}}function Fl(e){try{let t=(0,q.fstatSync)(e);return!t.isFIFO()&&!t.isCharacterDevice()?e:(0,q.openSync)(`/proc/self/fd/${e}`,q.constants.O_WRONLY|q.constants.O_NONBLOCK|q.constants.O_NOCTTY)}catch{return e}}function Wl(e){return e instanceof Error&&"code"in e&&e.code==="EAGAIN"}function Ml(){Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,Rr)}var zl=1,Vl=G.constants.O_WRONLY|G.constants.O_APPEND|G.constants.O_CREAT|G.constants.O_NONBLOCK;function Kl(e,t,n=zl){let{fd:r,problem:i}=Ul(t,n),s=(0,St.default)({level:e,base:{pid:process.pid},timestamp:St.default.stdTimeFunctions.isoTime,formatters:{level:c=>({level:c})}},qr(r));return i!==null&&s.error(i),{say:(c,l,f={})=>s[c](f,l)}}function Ul(e,t){if(e===null)return{fd:t,problem:null};try{return{fd:(0,G.openSync)(e,Vl,416),problem:null}}catch(n){return{fd:t,problem:`log file: ${xe(n)}`}}}0&&(module.exports={openLog});\n')(module2, exports2, require);
  }
});

// src/record/output.ts
var output_exports = {};
__export(output_exports, {
  outputTo: () => outputTo
});
function outputTo(descriptor, lastResort = STDERR) {
  let write2 = writerTo(descriptor);
  let isLastResort = false;
  return {
    write: (text2) => {
      try {
        write2?.(text2);
      } catch (error) {
        write2 = isLastResort ? null : writerTo(lastResort);
        isLastResort = true;
        try {
          write2?.(`proxysql-failover: the log goes to standard error from here on: ${messageOf(error)}
${text2}`);
        } catch {
          write2 = null;
        }
      }
    }
  };
}
function writerTo(descriptor) {
  const place = withoutWaiting(descriptor);
  let patience = PATIENCE_MS2;
  return (text2) => {
    let rest = Buffer.from(text2);
    while (rest.length > 0) {
      try {
        rest = rest.subarray((0, import_node_fs3.writeSync)(place, rest));
      } catch (error) {
        if (!isFull(error) || patience <= 0) throw error;
        patience -= PAUSE_MS;
        pause();
      }
    }
  };
}
function withoutWaiting(descriptor) {
  try {
    const stat = (0, import_node_fs3.fstatSync)(descriptor);
    if (!stat.isFIFO() && !stat.isCharacterDevice()) return descriptor;
    return (0, import_node_fs3.openSync)(`/proc/self/fd/${descriptor}`, import_node_fs3.constants.O_WRONLY | import_node_fs3.constants.O_NONBLOCK | import_node_fs3.constants.O_NOCTTY);
  } catch {
    return descriptor;
  }
}
function isFull(error) {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}
function pause() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
var import_node_fs3, STDERR, PATIENCE_MS2, PAUSE_MS;
var init_output = __esm({
  "src/record/output.ts"() {
    "use strict";
    import_node_fs3 = require("node:fs");
    init_message_of();
    STDERR = 2;
    PATIENCE_MS2 = 200;
    PAUSE_MS = 5;
  }
});

// src/command-line/run.ts
var run_exports = {};
__export(run_exports, {
  run: () => run
});
async function run(args, config, fromSnapshot) {
  const atTerminal = (0, import_node_tty.isatty)(STDOUT);
  const journal = openJournal(args, config, atTerminal);
  journal.say("debug", `startup snapshot: ${fromSnapshot ? "used" : "not used"}`);
  const budget = setTimeout(() => void giveUp(config, journal), config.failoverTimeoutMs);
  try {
    const locks = await lockNamed(args, config);
    if (locks !== null && locks.locked.length === 0) {
      return await tellOfHolders(locks.held, config, journal, atTerminal ? "info" : "debug");
    }
    const { runLocked: runLocked2 } = await Promise.resolve().then(() => (init_run_locked(), run_locked_exports));
    return await runLocked2(locks, args, config, journal, atTerminal);
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
    if (!atTerminal || file !== null) return (await Promise.resolve().then(() => __toESM(require_log()))).openLog(level, file);
    const terminal = (await Promise.resolve().then(() => (init_output(), output_exports))).outputTo(STDOUT);
    return textJournal(level, (line) => terminal.write(`${line}
`), Date.now);
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
var import_node_tty, STDOUT;
var init_run = __esm({
  "src/command-line/run.ts"() {
    "use strict";
    import_node_tty = require("node:tty");
    init_load();
    init_lock();
    init_lazy_journal();
    init_text_journal();
    init_arguments();
    init_exit_status();
    init_holders();
    STDOUT = 1;
  }
});

// src/command-line/acknowledge.ts
var acknowledge_exports = {};
__export(acknowledge_exports, {
  acknowledge: () => acknowledge
});
async function acknowledge(args, config) {
  try {
    const admin = await openAdmin(config);
    let status = EXIT.fine;
    for (const cluster of await chooseClusters(config, args.cluster, admin)) {
      const locked = await lockPatiently(cluster, config);
      if (locked === null) {
        const complaint = await complaintAboutHolder(cluster, config);
        process.stderr.write(
          `${complaint ?? `${cluster.name}: a run is at work on it; try again when that has ended`}
`
        );
        status = EXIT.wrong;
        continue;
      }
      try {
        process.stdout.write(`${(await acknowledgeCluster(cluster, admin)).join("\n")}
`);
      } finally {
        locked.lock.release();
      }
    }
    return status;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}
`);
    return EXIT.wrong;
  }
}
async function lockPatiently(cluster, config) {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (; ; ) {
    const [locked] = (await lockEach([cluster], config.proxysql)).locked;
    if (locked !== void 0) return locked;
    if (performance.now() >= deadline) return null;
    await (0, import_promises2.setTimeout)(LOCK_PAUSE_MS);
  }
}
async function acknowledgeCluster({ name }, admin) {
  const row = (await lookAtProxysql(admin, ADMIN_TIMEOUT_MS)).memories.get(name);
  const memory = row === void 0 ? null : parseMemory(row);
  const now = Date.now();
  const waiting = memory === null ? [] : unacknowledged(recoveriesOfTheDay(memory, now));
  if (memory === null || waiting.length === 0)
    return [`${name}: nothing to acknowledge, no failover holds up the next`];
  await admin.query(replaceMemory(acknowledging(memory, now), now), ADMIN_TIMEOUT_MS);
  await admin.query(
    acknowledgeHistory(
      waiting.map(({ id }) => id),
      now
    ),
    ADMIN_TIMEOUT_MS
  );
  return waiting.map((recovery) => `${name}: acknowledged ${describe2(recovery)}`);
}
function describe2({ id, oldPrimary, newPrimary, endedAt }) {
  return `the failover from ${oldPrimary} to ${newPrimary} that ended at ${new Date(endedAt).toISOString()} (${id})`;
}
var import_promises2, LOCK_PATIENCE_MS, LOCK_PAUSE_MS;
var init_acknowledge = __esm({
  "src/command-line/acknowledge.ts"() {
    "use strict";
    import_promises2 = require("node:timers/promises");
    init_lock();
    init_session();
    init_finished_recoveries();
    init_memory();
    init_proxysql();
    init_history();
    init_cluster_run();
    init_choose_clusters();
    init_connect();
    init_exit_status();
    init_holders();
    LOCK_PATIENCE_MS = 1e4;
    LOCK_PAUSE_MS = 20;
  }
});

// src/proxysql/scheduler.ts
function schedulerComment(cluster) {
  return cluster === null ? NAME : `${NAME}: ${cluster}`;
}
function whose(comment) {
  return comment === null ? `comment = '${NAME}' OR comment GLOB '${NAME}: *'` : `comment = ${quoteAdmin(comment)}`;
}
function installStatements(row) {
  const own = whose(row.comment);
  const interval = typeof row.interval === "number" ? String(row.interval) : `COALESCE((SELECT MIN(interval_ms) FROM scheduler WHERE ${own}), ${row.interval.unlessThereIsOne})`;
  const columns = ["active", "interval_ms", "filename", ...ARGUMENT_COLUMNS.slice(0, row.args.length), "comment"];
  const values = ["1", interval, ...[row.filename, ...row.args, row.comment].map(quoteAdmin)];
  return [
    `INSERT INTO scheduler (${columns.join(", ")}) VALUES (${values.join(", ")})`,
    // After the new one, which may have its interval from the one before; an id is never given twice (AUTOINCREMENT).
    `DELETE FROM scheduler WHERE ${own} AND id < (SELECT MAX(id) FROM scheduler WHERE ${own})`,
    ...LOAD_AND_SAVE
  ];
}
function uninstallStatements(comment) {
  return [`DELETE FROM scheduler WHERE ${whose(comment)}`, ...LOAD_AND_SAVE];
}
function selectRuntimeScheduler(comment) {
  return `SELECT id, interval_ms, filename FROM runtime_scheduler WHERE ${whose(comment)}`;
}
var LOAD_AND_SAVE, ARGUMENT_COLUMNS, NAME;
var init_scheduler = __esm({
  "src/proxysql/scheduler.ts"() {
    "use strict";
    init_quote2();
    LOAD_AND_SAVE = ["LOAD SCHEDULER TO RUNTIME", "SAVE SCHEDULER TO DISK"];
    ARGUMENT_COLUMNS = ["arg1", "arg2", "arg3", "arg4", "arg5"];
    NAME = "proxysql-failover";
  }
});

// src/startup-snapshot/without-code-cache.ts
function withoutCodeCache(snapshot) {
  for (let at = 0; at + NUMBER_BYTES < snapshot.length; at++) {
    const count = numberAt(snapshot, at);
    if (count === null || count === 0 || count > MOST_ENTRIES) continue;
    if (endOfEntries(snapshot, at + NUMBER_BYTES, count) !== snapshot.length) continue;
    return Buffer.concat([snapshot.subarray(0, at), Buffer.alloc(NUMBER_BYTES)]);
  }
  return snapshot;
}
function endOfEntries(snapshot, from, count) {
  let at = from;
  for (let i = 0; i < count; i++) {
    const idLength = numberAt(snapshot, at);
    if (idLength === null || idLength === 0 || idLength > LONGEST_ID) return null;
    at += NUMBER_BYTES + idLength;
    const codeLength = numberAt(snapshot, at);
    if (codeLength === null || codeLength === 0) return null;
    at += NUMBER_BYTES + codeLength;
  }
  return at;
}
function numberAt(snapshot, at) {
  if (at + NUMBER_BYTES > snapshot.length || snapshot.readUInt32LE(at + 4) !== 0) return null;
  return snapshot.readUInt32LE(at);
}
var NUMBER_BYTES, MOST_ENTRIES, LONGEST_ID;
var init_without_code_cache = __esm({
  "src/startup-snapshot/without-code-cache.ts"() {
    "use strict";
    NUMBER_BYTES = 8;
    MOST_ENTRIES = 1e4;
    LONGEST_ID = 200;
  }
});

// src/startup-snapshot/startup-snapshot.ts
var startup_snapshot_exports = {};
__export(startup_snapshot_exports, {
  becomeSnapshot: () => becomeSnapshot,
  removeSnapshot: () => removeSnapshot,
  saveSnapshot: () => saveSnapshot,
  snapshotFile: () => snapshotFile,
  startOfRun: () => startOfRun
});
function programFile() {
  return (0, import_node_path.resolve)(process.argv[1] ?? "");
}
function nodeFile() {
  const { argv0, env, execPath } = process;
  const directories = env.PATH?.split(import_node_path.delimiter) ?? [];
  const called = argv0.includes("/") ? [(0, import_node_path.resolve)(argv0)] : directories.map((directory) => (0, import_node_path.resolve)(directory, argv0));
  const isLink = (file) => (0, import_node_path.basename)(file) === (0, import_node_path.basename)(execPath) && (0, import_node_fs4.existsSync)(file);
  return called.find((file) => isLink(file) && (0, import_node_fs4.realpathSync)(file) === execPath) ?? execPath;
}
function snapshotFile() {
  return `${programFile()}.snapshot`;
}
function wordsOfRun({ config, cluster }) {
  return ["run", `--config=${(0, import_node_path.resolve)(config)}`, ...cluster === null ? [] : [`--cluster=${cluster}`]];
}
function startOfRun(args) {
  const path = [.../* @__PURE__ */ new Set([(0, import_node_path.dirname)(nodeFile()), (0, import_node_path.dirname)(process.execPath), ...USUAL_DIRECTORIES])].join(import_node_path.delimiter);
  const quoted = [path, (0, import_node_path.basename)(nodeFile()), snapshotFile(), programFile(), ...wordsOfRun(args)].map(quoteShell);
  const [directories, node, snapshot, ...words] = quoted;
  const run2 = words.join(" ");
  const script = `PATH=${directories}; if [ -r ${snapshot} ]; then ${node} --v8-pool-size=1 --snapshot-blob ${snapshot} ${run2}; s=$?; if [ $s -le ${HIGHEST_OWN_STATUS} ]; then exit $s; fi; fi; exec ${node} ${run2}`;
  return { filename: "/bin/sh", args: ["-c", script] };
}
function quoteShell(word) {
  return /^[\w/.=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
function saveSnapshot(args) {
  const file = snapshotFile();
  const unfinished2 = `${file}.${process.pid}`;
  try {
    runNode("--snapshot-blob", unfinished2, "--build-snapshot", programFile(), ...wordsOfRun(args));
    (0, import_node_fs4.writeFileSync)(unfinished2, withoutCodeCache((0, import_node_fs4.readFileSync)(unfinished2)));
    runNode("--snapshot-blob", unfinished2, programFile(), "version");
    const { uid, gid, mode } = (0, import_node_fs4.statSync)(args.config);
    (0, import_node_fs4.chownSync)(unfinished2, uid, gid);
    (0, import_node_fs4.chmodSync)(unfinished2, mode & 420);
    (0, import_node_fs4.renameSync)(unfinished2, file);
    return `${file} written: runs start from it`;
  } catch (error) {
    (0, import_node_fs4.rmSync)(unfinished2, { force: true });
    return `${file} not written, each run compiles the program: ${messageOf(error)}`;
  }
}
function runNode(...args) {
  const { error, status, signal } = (0, import_node_child_process.spawnSync)(process.execPath, args, {
    env: {},
    stdio: "ignore",
    timeout: PATIENCE_MS3
  });
  if (error !== void 0) throw error;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${signal ?? status}`);
}
function removeSnapshot() {
  const file = snapshotFile();
  try {
    (0, import_node_fs4.rmSync)(file, { force: true });
    return `${file} removed`;
  } catch (error) {
    return `${file} not removed, nothing uses it any more: ${messageOf(error)}`;
  }
}
function becomeSnapshot(start2) {
  const madeOf = identityOf(programFile());
  import_node_v8.startupSnapshot.setDeserializeMainFunction(() => {
    if (identityOf(process.argv[1] ?? "") === madeOf) start2();
    else process.exit(NOT_FIT);
  });
}
function identityOf(file) {
  const { ino, size, mtimeMs } = (0, import_node_fs4.statSync)(file);
  return [ino, size, mtimeMs].join(" ");
}
var import_node_child_process, import_node_fs4, import_node_path, import_node_v8, NOT_FIT, HIGHEST_OWN_STATUS, PATIENCE_MS3, USUAL_DIRECTORIES;
var init_startup_snapshot = __esm({
  "src/startup-snapshot/startup-snapshot.ts"() {
    "use strict";
    import_node_child_process = require("node:child_process");
    import_node_fs4 = require("node:fs");
    import_node_path = require("node:path");
    import_node_v8 = require("node:v8");
    init_exit_status();
    init_message_of();
    init_without_code_cache();
    NOT_FIT = 14;
    HIGHEST_OWN_STATUS = Math.max(...Object.values(EXIT));
    PATIENCE_MS3 = 6e4;
    USUAL_DIRECTORIES = ["/usr/local/bin", "/usr/bin", "/bin"];
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
  const status = await carryOut(args, config, installStatements(row), async (admin) => {
    if (args.cluster !== null) await chooseClusters(config, args.cluster, admin);
    return { comment: row.comment, rows: 1 };
  });
  if (!args.execute) say(`It also writes ${snapshotFile()}, from which runs start faster.`);
  else if (status === EXIT.fine) say(saveSnapshot(args));
  return status;
}
async function uninstall(args, config) {
  const comment = args.cluster === null ? null : schedulerComment(args.cluster);
  const status = await carryOut(args, config, uninstallStatements(comment), async () => ({ comment, rows: 0 }));
  if (args.cluster !== null) return status;
  if (!args.execute) say(`It also removes ${snapshotFile()}, if there is one.`);
  else if (status === EXIT.fine) say(removeSnapshot());
  return status;
}
function say(line) {
  process.stdout.write(`-- ${line}
`);
}
function schedulerRow(args) {
  return {
    interval: args.intervalMs ?? { unlessThereIsOne: DEFAULT_INTERVAL_MS },
    ...startOfRun(args),
    comment: schedulerComment(args.cluster)
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
    process.stderr.write(
      `runtime_scheduler has ${found.rows.length} rows of ${comment ?? "proxysql-failover"} instead of ${rows}
`
    );
    return EXIT.failed;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}
`);
    return EXIT.wrong;
  }
}
var DEFAULT_INTERVAL_MS;
var init_install = __esm({
  "src/command-line/install.ts"() {
    "use strict";
    init_session();
    init_scheduler();
    init_cluster_run();
    init_startup_snapshot();
    init_choose_clusters();
    init_connect();
    init_exit_status();
    DEFAULT_INTERVAL_MS = 1e3;
  }
});

// src/startup-snapshot/warm-up.ts
var warm_up_exports = {};
__export(warm_up_exports, {
  warmUp: () => warmUp
});
async function warmUp(args, config) {
  const { poolSize } = Buffer;
  Buffer.poolSize = 0;
  await Promise.all([Promise.resolve().then(() => (init_run(), run_exports)), Promise.resolve().then(() => (init_run_locked(), run_locked_exports))]);
  const sessions = /* @__PURE__ */ new Set();
  try {
    const world = await openWorld(config);
    const admin = readsOnly(world.admin, sessions);
    const open = async (endpoint2, timeoutMs) => {
      if (config.mysql.sslMode !== "DISABLED") throw new Unanswered("serverError", "install opens no TLS connection");
      return readsOnly(await world.open(endpoint2, timeoutMs), sessions);
    };
    const clusters = await chooseClusters(config, args.cluster, admin);
    const { locked } = await lockEach(clusters, config.proxysql);
    try {
      await Promise.all(clusters.map((cluster) => runIfHealthy(cluster, config, { ...world, admin, open })));
    } finally {
      for (const { lock } of locked) lock.release();
    }
  } catch {
  }
  for (const session of sessions) session.close();
  Buffer.poolSize = poolSize;
}
async function runIfHealthy(cluster, config, world) {
  const { diagnosis } = await look(cluster, config, world);
  if (diagnosis.name === "healthy") await runCluster(cluster, config, world, { say: () => {
  } });
}
function readsOnly(session, sessions) {
  sessions.add(session);
  const query = async (sql, timeoutMs) => {
    if (READS.test(sql)) return session.query(sql, timeoutMs);
    throw new Unanswered("serverError", "install only looks");
  };
  return { ...session, query };
}
var init_warm_up = __esm({
  "src/startup-snapshot/warm-up.ts"() {
    "use strict";
    init_choose_clusters();
    init_connect();
    init_lock();
    init_session();
    init_session_cache();
    init_cluster_run();
  }
});

// package.json
var version = "0.1.0";

// src/main.ts
init_arguments();
init_exit_status();
init_load();
async function main(argv, fromSnapshot) {
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
      return (await Promise.resolve().then(() => (init_run(), run_exports))).run(args, config, fromSnapshot);
    }
    case "acknowledge":
      return (await Promise.resolve().then(() => (init_acknowledge(), acknowledge_exports))).acknowledge(args, loadConfig(args.config));
    case "install":
      return (await Promise.resolve().then(() => (init_install(), install_exports))).install(args, loadConfig(args.config));
    case "uninstall":
      return (await Promise.resolve().then(() => (init_install(), install_exports))).uninstall(args, loadConfig(args.config));
  }
}
function start(fromSnapshot) {
  main(process.argv.slice(2), fromSnapshot).then((status) => process.exit(status), fail);
}
function fail(error) {
  const expected = error instanceof UsageError || error instanceof ConfigError;
  const text2 = error instanceof Error ? expected ? error.message : error.stack ?? error.message : String(error);
  process.stderr.write(`proxysql-failover: ${text2}
`);
  process.exit(expected ? EXIT.usage : EXIT.failed);
}
async function prepareSnapshot() {
  const args = parseArguments(process.argv.slice(2), DEFAULT_CONFIG_FILE);
  await (await Promise.resolve().then(() => (init_warm_up(), warm_up_exports))).warmUp(args, loadConfig(args.config));
  (await Promise.resolve().then(() => (init_startup_snapshot(), startup_snapshot_exports))).becomeSnapshot(() => start(true));
}
if (process.execArgv.includes("--build-snapshot")) prepareSnapshot().catch(fail);
else start(false);
