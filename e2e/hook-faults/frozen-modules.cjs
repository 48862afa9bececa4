// A runtime that lets nobody change how modules are loaded.
const { Module } = require("node:module");

Object.freeze(Module.prototype);
