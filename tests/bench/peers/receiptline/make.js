// Writes NAME.bin beside every NAME.receipt: what receiptline makes of it for an Epson printer.
//   npm install receiptline@4.0.4 && node make.js
const fs = require('fs');
const path = require('path');
const receiptline = require('receiptline');

const encodings = { ticket: 'gb18030', bill: 'cp437', latin: 'multilingual', kana: 'shiftjis' };
for (const [name, encoding] of Object.entries(encodings)) {
    const text = fs.readFileSync(path.join(__dirname, name + '.receipt'), 'utf8');
    const options = { cpl: 48, encoding: encoding, command: 'escpos', spacing: true, cutting: true };
    fs.writeFileSync(path.join(__dirname, name + '.bin'), receiptline.transform(text, options), 'latin1');
}
